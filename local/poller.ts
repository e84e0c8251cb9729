import { DeleteMessageBatchCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { LambdaFunction } from './lambda/lambda-function';
import { doneWith, sqsEvent } from './poller-event';

const BATCH = 10;
/** Short, so that pausing takes effect soon: a receive that is cut off would hide its messages until they are visible again. */
const WAIT_SECONDS = 1;
const AFTER_ERROR_MS = 250;

interface PollerOptions {
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly function: Pick<LambdaFunction, 'invoke' | 'concurrency'>;
}

/**
 * What polls a queue in front of a function, as Lambda does: batches of up to ten without a window, as many at a time as
 * the function has processes; what the function is done with is deleted, the rest and everything of a crashed call
 * becomes visible again by itself.
 */
export class Poller {
  private loops: Promise<void>[] = [];
  private running = false;
  private lost = 0;

  constructor(private readonly options: PollerOptions) {}

  start(): void {
    if (this.running) return;
    this.running = true;
    this.loops = Array.from({ length: this.options.function.concurrency }, () => this.loop());
  }

  /** Stops receiving, as `"paused": true` does; resolves when what was received is settled. */
  async pause(): Promise<void> {
    this.running = false;
    await Promise.all(this.loops);
  }

  /** Stops at once: what was received becomes visible again by itself. */
  stop(): void {
    this.running = false;
  }

  /** The next so many messages that were delivered are not deleted: SQS hands them out again, as it sometimes does. */
  loseDeletes(count: number): void {
    this.lost += count;
  }

  private losesDelete(): boolean {
    if (this.lost === 0) return false;
    this.lost -= 1;
    return true;
  }

  private async loop(): Promise<void> {
    const { client, queueUrl, queueArn } = this.options;
    while (this.running) {
      try {
        const { Messages = [] } = await client.send(
          new ReceiveMessageCommand({
            QueueUrl: queueUrl,
            MaxNumberOfMessages: BATCH,
            WaitTimeSeconds: WAIT_SECONDS,
            MessageSystemAttributeNames: ['All'],
            MessageAttributeNames: ['All'],
          }),
        );
        if (Messages.length === 0) continue;
        const result = await this.options.function.invoke(sqsEvent(Messages, queueArn));
        const done = doneWith(Messages, result).filter(() => !this.losesDelete());
        if (done.length === 0) continue;
        await client.send(
          new DeleteMessageBatchCommand({
            QueueUrl: queueUrl,
            Entries: done.map((message, index) => ({
              Id: String(index),
              ReceiptHandle: message.ReceiptHandle,
            })),
          }),
        );
      } catch {
        // A crash or an outage: the messages become visible again by themselves.
        if (this.running) await new Promise((resolve) => setTimeout(resolve, AFTER_ERROR_MS));
      }
    }
  }
}
