import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { ACCOUNT, AWS_CREDENTIALS, REGION } from './aws';

/** A message as it stands on a queue. */
export interface StandingMessage {
  readonly messageId: string;
  readonly body: string;
  /** The message attributes that have a text value, for example the reason on a dead-letter queue. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly groupId: string;
  readonly sentAt: number;
  readonly receiveCount: number;
}

interface QueueContents {
  readonly ready: readonly StandingMessage[];
  /** Received and neither deleted nor visible again. */
  readonly inFlight: readonly StandingMessage[];
}

interface QueueOptions {
  readonly visibilitySeconds: number;
  readonly retentionSeconds: number;
  /** After so many receives SQS moves a message to the dead-letter queue. */
  readonly maxReceiveCount: number;
}

/** How a queue stands, without its messages. */
export interface QueueTally {
  /** Not received; some of them may wait behind a message of their group that is. */
  readonly ready: number;
  readonly inFlight: number;
  /** When the first message that is in flight becomes visible again, epoch ms of the queues' clock. */
  readonly nextVisibleAt: number | null;
}

interface FauxqsMessage {
  readonly messageId: string;
  readonly body: string;
  readonly messageAttributes: Readonly<Record<string, { readonly StringValue?: string }>>;
  readonly messageGroupId?: string;
  readonly sentTimestamp: number;
  readonly approximateReceiveCount: number;
}

const standing = (message: FauxqsMessage): StandingMessage => ({
  messageId: message.messageId,
  body: message.body,
  attributes: Object.fromEntries(
    Object.entries(message.messageAttributes).map(([name, value]) => [name, value.StringValue ?? '']),
  ),
  groupId: message.messageGroupId ?? '',
  sentAt: message.sentTimestamp,
  receiveCount: message.approximateReceiveCount,
});

/** SQS on this machine, over the real protocol. */
export class QueueEmulator {
  readonly client: SQSClient;
  private asked: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly child: ChildProcess,
    /** For `AWS_ENDPOINT_URL_SQS`. */
    readonly url: string,
  ) {
    this.client = new SQSClient({
      endpoint: url,
      region: REGION,
      credentials: AWS_CREDENTIALS,
      maxAttempts: 1,
    });
  }

  static async start(): Promise<QueueEmulator> {
    const child = fork(join('local', 'emulators', 'sqs.mjs'), [], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const failed = once(child, 'exit').then(() =>
      Promise.reject(new Error('the SQS emulator did not start')),
    );
    const [message] = (await Promise.race([once(child, 'message'), failed])) as [{ port: number }];
    failed.catch(() => {});
    return new QueueEmulator(child, `http://127.0.0.1:${message.port}`);
  }

  /** `https://sqs.<region>.amazonaws.com/<account>` in production. */
  get urlBase(): string {
    return `${this.url}/${ACCOUNT}`;
  }

  queueUrl(name: string): string {
    return `${this.urlBase}/${name}`;
  }

  queueArn(name: string): string {
    return `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
  }

  /** A FIFO queue in high-throughput mode with its dead-letter queue, as the stack makes them. */
  async create(name: string, deadLetterName: string, options: QueueOptions): Promise<void> {
    const common = {
      FifoQueue: 'true',
      DeduplicationScope: 'messageGroup',
      FifoThroughputLimit: 'perMessageGroupId',
      MessageRetentionPeriod: String(options.retentionSeconds),
    };
    await this.client.send(new CreateQueueCommand({ QueueName: deadLetterName, Attributes: common }));
    const redrive = {
      deadLetterTargetArn: this.queueArn(deadLetterName),
      maxReceiveCount: options.maxReceiveCount,
    };
    await this.client.send(
      new CreateQueueCommand({
        QueueName: name,
        Attributes: {
          ...common,
          VisibilityTimeout: String(options.visibilitySeconds),
          RedrivePolicy: JSON.stringify(redrive),
        },
      }),
    );
  }

  /** What stands on a queue, without receiving it. */
  async contents(name: string): Promise<QueueContents> {
    const answer = await fetch(`${this.url}/_fauxqs/queues/${name}`);
    if (!answer.ok) throw new Error(`there is no queue ${name}`);
    const { messages } = (await answer.json()) as {
      messages: { ready: FauxqsMessage[]; delayed: FauxqsMessage[]; inflight: { message: FauxqsMessage }[] };
    };
    return {
      ready: [...messages.ready, ...messages.delayed].map(standing),
      inFlight: messages.inflight.map((entry) => standing(entry.message)),
    };
  }

  /** Counts, much cheaper than `contents`: in the order of the names. */
  async tally(names: readonly string[]): Promise<readonly QueueTally[]> {
    return (await this.ask({ type: 'look', names })).found ?? [];
  }

  /** Makes every call fail with 503, or work again. */
  async setDown(down: boolean): Promise<void> {
    await this.ask({ type: 'down', down });
  }

  /** Moves the queues' clock to `offsetMs` from the machine's: what is to become visible by then, does. */
  async moveClock(offsetMs: number): Promise<void> {
    await this.ask({ type: 'clock', offsetMs });
  }

  /** One question after the other, so that each gets its own answer. */
  private ask(question: Record<string, unknown>): Promise<{ readonly found: readonly QueueTally[] | null }> {
    const answer = this.asked.then(async () => {
      this.child.send(question);
      const [message] = await once(this.child, 'message');
      return message as { readonly found: readonly QueueTally[] | null };
    });
    this.asked = answer.catch(() => {});
    return answer;
  }

  stop(): void {
    this.client.destroy();
    this.child.kill('SIGKILL');
  }
}
