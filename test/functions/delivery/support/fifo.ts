import type { SQSRecord } from 'aws-lambda';

/** The queue's own visibility time-out, in ms. */
const DEFAULT_VISIBILITY = 6 * 60_000;
const BATCH = 10;

interface Standing {
  readonly record: SQSRecord;
  visibleAt: number;
  gone: boolean;
}

/** A FIFO queue as SQS is: a group's messages in order, several of them in one batch, none past one that is not visible. */
export class Fifo {
  private readonly messages: Standing[] = [];

  send(record: SQSRecord): void {
    this.messages.push({ record, visibleAt: 0, gone: false });
  }

  get empty(): boolean {
    return this.messages.every(({ gone }) => gone);
  }

  /** When there is something to receive, in ms; or null. */
  nextAt(): number | null {
    const times = this.heads().map(({ visibleAt }) => visibleAt);
    return times.length > 0 ? Math.min(...times) : null;
  }

  receive(now: number): SQSRecord[] {
    const blocked = new Set<string>();
    const batch: Standing[] = [];
    for (const message of this.messages) {
      if (message.gone || batch.length === BATCH) continue;
      const group = message.record.attributes.MessageGroupId ?? '';
      if (blocked.has(group)) continue;
      if (message.visibleAt > now) blocked.add(group);
      else batch.push(message);
    }
    for (const message of batch) message.visibleAt = now + DEFAULT_VISIBILITY;
    return batch.map(({ record }) => record);
  }

  /** What Lambda does with a handler's result. @param visibility what the function set, in s. */
  settle(
    batch: readonly SQSRecord[],
    staying: ReadonlySet<string>,
    visibility: ReadonlyMap<string, number>,
    now: number,
  ): void {
    for (const { messageId } of batch) {
      const message = this.messages.find(({ record }) => record.messageId === messageId);
      if (!message) continue;
      if (!staying.has(messageId)) message.gone = true;
      else message.visibleAt = now + (visibility.get(messageId) ?? DEFAULT_VISIBILITY / 1000) * 1000;
    }
  }

  /** The first message of each group. */
  private heads(): Standing[] {
    const groups = new Map<string, Standing>();
    for (const message of this.messages) {
      const group = message.record.attributes.MessageGroupId ?? '';
      if (!message.gone && !groups.has(group)) groups.set(group, message);
    }
    return [...groups.values()];
  }
}
