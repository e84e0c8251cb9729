import { deadLetterQueueName, queueName } from './deployment';
import type { QueueEmulator } from './emulators/queues';
import type { Logs } from './logs';

/** Whose figures they are, as CloudWatch names it. */
type Dimensions = Readonly<Record<string, string>>;
/** One value, or one per call. */
type Figures = Readonly<Record<string, number | readonly number[]>>;

const UNITS: Readonly<Record<string, string>> = {
  ApproximateAgeOfOldestMessage: 'Seconds',
  Duration: 'Milliseconds',
  Latency: 'Milliseconds',
};
/** The API's name and stage; in the account the name is the stack's. */
const API: Dimensions = { ApiName: 'EEConnect', Stage: 'v1' };
/** As AWS measures an API's Count, 4XXError and 5XXError. */
const share = (statuses: readonly number[], from: number): number =>
  statuses.filter((status) => status >= from && status < from + 100).length;

interface Calls {
  readonly durations: number[];
  errors: number;
}

/**
 * What the alarms look at and no function writes: AWS's own figures of queues, functions and the API, in the format and
 * into the log of the functions' own, so that each alarm's metric can be seen moving here. `Throttles` is missing: here an
 * invocation beyond the limit waits.
 */
export class AwsMetrics {
  private readonly functions = new Map<string, Calls>();
  private answers: { readonly status: number; readonly durationMs: number }[] = [];
  /** Of the queues that were not empty at the last look: once more is told that they are. */
  private readonly standing = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  /** @param now epoch ms of the queues' clock. */
  constructor(
    private readonly logs: Pick<Logs, 'print'>,
    private readonly queues: Pick<QueueEmulator, 'contents'>,
    private readonly connectors: readonly { readonly id: string }[],
    private readonly now: () => number,
  ) {}

  /** A function's invocation ended. */
  invoked(functionName: string, durationMs: number, failed: boolean): void {
    const calls = this.functions.get(functionName) ?? { durations: [], errors: 0 };
    this.functions.set(functionName, calls);
    calls.durations.push(durationMs);
    if (failed) calls.errors += 1;
  }

  /** The API answered. */
  answered(status: number, durationMs: number): void {
    this.answers.push({ status, durationMs });
  }

  start(everyMs: number): void {
    this.timer = setInterval(() => void this.write().catch(() => {}), everyMs);
  }

  /** Writes what is left. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.write();
  }

  /** Writes what there is to tell since the last time. */
  async write(): Promise<void> {
    for (const [FunctionName, { durations, errors }] of this.functions)
      this.print(
        'AWS/Lambda',
        { FunctionName },
        { Invocations: durations.length, Errors: errors, Duration: durations },
      );
    this.functions.clear();
    const answers = this.answers.splice(0);
    const statuses = answers.map(({ status }) => status);
    if (answers.length > 0)
      this.print('AWS/ApiGateway', API, {
        Count: answers.length,
        '4XXError': share(statuses, 400),
        '5XXError': share(statuses, 500),
        Latency: answers.map(({ durationMs }) => durationMs),
      });
    for (const { id } of this.connectors)
      for (const name of [queueName(id), deadLetterQueueName(id)]) await this.queue(name);
  }

  private async queue(QueueName: string): Promise<void> {
    const { ready, inFlight } = await this.queues.contents(QueueName);
    const sent = [...ready, ...inFlight].map(({ sentAt }) => sentAt);
    if (sent.length === 0 && !this.standing.delete(QueueName)) return;
    if (sent.length > 0) this.standing.add(QueueName);
    this.print(
      'AWS/SQS',
      { QueueName },
      {
        ApproximateNumberOfMessagesVisible: ready.length,
        ApproximateNumberOfMessagesNotVisible: inFlight.length,
        ApproximateAgeOfOldestMessage:
          sent.length === 0 ? 0 : Math.max(0, Math.floor((this.now() - Math.min(...sent)) / 1000)),
      },
    );
  }

  private print(Namespace: string, dimensions: Dimensions, figures: Figures): void {
    this.logs.print({
      _aws: {
        Timestamp: this.now(),
        CloudWatchMetrics: [
          {
            Namespace,
            Dimensions: [Object.keys(dimensions)],
            Metrics: Object.keys(figures).map((Name) => ({ Name, Unit: UNITS[Name] ?? 'Count' })),
          },
        ],
      },
      ...dimensions,
      ...figures,
    });
  }
}
