import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Logs } from '../logs';

/** An invocation that has no result: the handler threw, the process died, or time was up. */
export class InvocationError extends Error {
  constructor(
    readonly kind: 'threw' | 'crashed' | 'timed-out' | 'not-started',
    message: string,
  ) {
    super(message);
    this.name = 'InvocationError';
  }
}

export interface WorkerOptions {
  readonly functionName: string;
  /** Holds `index.mjs` and `connectors.json`. */
  readonly folder: string;
  /** Exactly what the function sees: nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly logs: Logs;
}

interface Reply {
  readonly type: 'ready' | 'failed' | 'result';
  readonly result?: unknown;
  readonly error?: { readonly name: string; readonly message: string };
}

/** One process that runs one invocation at a time; when it dies, so does the invocation in it. */
export class Worker {
  private readonly child: ChildProcess;
  private settle: ((outcome: { result: unknown } | { error: InvocationError }) => void) | null = null;
  private readonly ready: Promise<void>;
  alive = true;
  busy = false;
  /** When its present or last invocation began, by `performance.now()`. */
  since = 0;

  constructor(private readonly options: WorkerOptions) {
    this.child = fork(join('local', 'lambda', 'runtime.mjs'), [], {
      execArgv: [],
      env: { ...options.environment, LAMBDA_TASK_ROOT: options.folder },
      stdio: ['ignore', options.logs.fd, options.logs.fd, 'ipc'],
    });
    this.ready = new Promise((resolve, reject) => {
      this.child.on('message', (reply: Reply) => {
        if (reply.type === 'ready') resolve();
        else if (reply.type === 'failed')
          reject(
            new InvocationError(
              'not-started',
              `${options.functionName} does not start: ${reply.error?.message}`,
            ),
          );
        else this.finish(reply);
      });
      this.child.on('exit', (code, signal) => {
        this.alive = false;
        const error = new InvocationError('crashed', `Runtime exited with ${signal ?? `code ${code}`}`);
        if (this.settle) options.logs.note({ message: error.message, function_name: options.functionName });
        this.end({ error });
        reject(error);
      });
    });
    this.ready.catch(() => {});
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** @throws InvocationError when the bundle does not load. */
  async started(): Promise<void> {
    await this.ready;
  }

  moveClock(offsetMs: number): void {
    if (this.alive) this.child.send({ type: 'clock', offsetMs }, () => {});
  }

  /** @throws InvocationError */
  async invoke(event: unknown): Promise<unknown> {
    this.busy = true;
    try {
      await this.ready;
      const outcome = await this.run(event);
      if ('error' in outcome) throw outcome.error;
      return outcome.result;
    } finally {
      this.busy = false;
    }
  }

  kill(): void {
    this.alive = false;
    this.child.kill('SIGKILL');
  }

  private run(event: unknown): Promise<{ result: unknown } | { error: InvocationError }> {
    const { functionName, timeoutMs, logs } = this.options;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        const seconds = (timeoutMs / 1000).toFixed(2);
        const error = new InvocationError('timed-out', `Task timed out after ${seconds} seconds`);
        logs.note({ message: error.message, function_name: functionName });
        this.end({ error });
        this.kill();
      }, timeoutMs);
      this.settle = (outcome) => {
        clearTimeout(timer);
        resolve(outcome);
      };
      // Not by `Date`: the soak moves this process's clock, and the function subtracts one that is not moved.
      const deadlineMs = performance.timeOrigin + performance.now() + timeoutMs;
      this.child.send(
        { type: 'invoke', requestId: randomUUID(), functionName, deadlineMs, event },
        (error) => error && this.end({ error: new InvocationError('crashed', error.message) }),
      );
    });
  }

  private finish(reply: Reply): void {
    if (reply.error) this.end({ error: new InvocationError('threw', reply.error.message) });
    else this.end({ result: reply.result });
  }

  private end(outcome: { result: unknown } | { error: InvocationError }): void {
    this.settle?.(outcome);
    this.settle = null;
  }
}
