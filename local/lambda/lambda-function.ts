import { Worker, type WorkerOptions } from './worker';

export interface LambdaFunctionOptions extends WorkerOptions {
  /** Processes at a time. Lambda would start more; an invocation beyond waits here. */
  readonly concurrency: number;
  /** Told when an invocation ends: how long it took, and whether it failed. */
  readonly onEnd?: (functionName: string, durationMs: number, failed: boolean) => void;
}

/** One function with its processes: started when they are needed, as Lambda's cold starts are, and replaced when they die. */
export class LambdaFunction {
  private workers: Worker[] = [];
  private waiting: (() => void)[] = [];
  private clockOffsetMs = 0;
  private stopped = false;

  constructor(private readonly options: LambdaFunctionOptions) {}

  get name(): string {
    return this.options.functionName;
  }

  get concurrency(): number {
    return this.options.concurrency;
  }

  /** Processes that are in a call. */
  get inCall(): number {
    return this.workers.filter((worker) => worker.alive && worker.busy).length;
  }

  /** When the longest of the calls that are under way began, by `performance.now()`; null: there is none. */
  get inCallSince(): number | null {
    const busy = this.workers.filter((worker) => worker.alive && worker.busy).map(({ since }) => since);
    return busy.length > 0 ? Math.min(...busy) : null;
  }

  /** Starts a first process. @throws InvocationError when the bundle does not load. */
  async warm(): Promise<void> {
    await this.worker().started();
  }

  /** @throws InvocationError when the handler threw, the process died or time was up. */
  async invoke(event: unknown): Promise<unknown> {
    const worker = await this.free();
    const begun = performance.now();
    let failed = true;
    try {
      const result = await worker.invoke(event);
      failed = false;
      return result;
    } finally {
      this.options.onEnd?.(this.name, Math.round(performance.now() - begun), failed);
      this.waiting.shift()?.();
    }
  }

  /** Kills (signal 9) the processes that are in a call, or all of them. @returns how many. */
  kill(which: 'in-call' | 'all' = 'in-call'): number {
    const victims = this.workers.filter((worker) => worker.alive && (which === 'all' || worker.busy));
    for (const worker of victims) worker.kill();
    return victims.length;
  }

  moveClock(offsetMs: number): void {
    this.clockOffsetMs = offsetMs;
    for (const worker of this.workers) worker.moveClock(offsetMs);
  }

  stop(): void {
    this.stopped = true;
    this.kill('all');
    for (const wake of this.waiting.splice(0)) wake();
  }

  private async free(): Promise<Worker> {
    for (;;) {
      if (this.stopped) throw new Error(`${this.name} is stopped`);
      this.workers = this.workers.filter((worker) => worker.alive);
      const idle = this.workers.find((worker) => !worker.busy);
      const worker = idle ?? (this.workers.length < this.options.concurrency ? this.worker() : null);
      if (worker) {
        worker.busy = true;
        worker.since = performance.now();
        return worker;
      }
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  private worker(): Worker {
    const worker = new Worker(this.options);
    if (this.clockOffsetMs !== 0) worker.moveClock(this.clockOffsetMs);
    this.workers.push(worker);
    return worker;
  }
}
