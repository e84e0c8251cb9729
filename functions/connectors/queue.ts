import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { MAX_ITEMS, pack } from './batches';
import { errorName } from './error-name';
import { Tries } from './tries';

/** One message for a connector's queue. */
export interface Outgoing {
  readonly body: string;
  /** SHA-256 hex: one consumer's messages stay in order. */
  readonly group: string;
  /** SHA-256 hex: within 5 minutes SQS takes a second one for a repeat. */
  readonly deduplication: string;
}

/** A queue could not be reached, or did not take everything. What was taken before stays there; a repeat is recognised. */
export class QueueUnavailable extends Error {
  constructor(
    readonly connector: string,
    /** Names and codes of errors only. */
    readonly detail: string,
  ) {
    super(`the queue of ${connector} did not take the messages: ${detail}`);
    this.name = 'QueueUnavailable';
  }
}

/** How long SQS is waited for, in ms: an answer goes out well within the 10 s of the callers. */
export interface Patience {
  /** For each of the two tries of a call. */
  readonly tryMs: number;
  /** For all calls of one request. */
  readonly requestMs: number;
}
const PATIENCE: Patience = { tryMs: 2000, requestMs: 7500 };
const TRIES = 2;
/** Before the second try, at most this long, in ms. */
const PAUSE_MS = 100;
/** Batches of one request that are under way at the same time. */
const LANES = 8;

/** By the first digits of the group; a group that is no hash goes first. */
const laneOf = ({ group }: Outgoing): number => (Number.parseInt(group.slice(0, 4), 16) || 0) % LANES;

/** Messages in their order, dealt to lanes by group: lanes run side by side, a group's order is kept. */
function lanes(messages: readonly Outgoing[]): readonly (readonly Outgoing[])[] {
  if (messages.length <= MAX_ITEMS) return [messages];
  const dealt: Outgoing[][] = Array.from({ length: LANES }, () => []);
  for (const message of messages) dealt[laneOf(message)]?.push(message);
  return dealt;
}

/** Puts messages on the connectors' FIFO queues. */
export class Queues {
  /**
   * @param base in front of each queue's name: `https://sqs.<region>.amazonaws.com/<account>`.
   * @param names connector id to queue name.
   */
  constructor(
    private readonly client: Pick<SQSClient, 'send'>,
    private readonly base: string,
    private readonly names: ReadonlyMap<string, string>,
    private readonly patience = PATIENCE,
  ) {}

  /**
   * Returns when SQS has every message. Each call to SQS gets 2 s and, for what failed, a second try.
   * @throws QueueUnavailable
   */
  async send(connector: string, messages: readonly Outgoing[]): Promise<void> {
    const name = this.names.get(connector);
    if (name === undefined) throw new QueueUnavailable(connector, 'it has no queue');
    const url = `${this.base}/${name}`;
    const tries = new Tries(performance.now() + this.patience.requestMs);
    try {
      await Promise.all(
        lanes(messages).map(async (lane) => {
          for (const batch of pack(lane)) await this.sendBatch(url, batch, tries);
        }),
      );
    } catch (error) {
      tries.end();
      throw new QueueUnavailable(connector, errorName(error));
    }
  }

  private async sendBatch(url: string, batch: readonly Outgoing[], tries: Tries): Promise<void> {
    let pending = batch;
    for (let attempt = 1; ; attempt++) {
      try {
        pending = await tries.within(this.patience.tryMs, (signal) => this.tryBatch(url, pending, signal));
        if (pending.length === 0) return;
        if (attempt >= TRIES) throw new PartlyTaken();
      } catch (error) {
        if (attempt >= TRIES || tries.over) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, Math.random() * PAUSE_MS));
    }
  }

  /** @returns what SQS did not take: it answers 200 and names those in `Failed`. */
  private async tryBatch(
    url: string,
    batch: readonly Outgoing[],
    abortSignal: AbortSignal,
  ): Promise<Outgoing[]> {
    const answer = await this.client.send(
      new SendMessageBatchCommand({
        QueueUrl: url,
        Entries: batch.map((message, index) => ({
          Id: String(index),
          MessageBody: message.body,
          MessageGroupId: message.group,
          MessageDeduplicationId: message.deduplication,
        })),
      }),
      { abortSignal },
    );
    const taken = new Set(answer.Successful?.map((entry) => entry.Id));
    return batch.filter((_, index) => !taken.has(String(index)));
  }
}

class PartlyTaken extends Error {
  override readonly name = 'PartlyTaken';
}
