import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { errorName } from '../connectors/error-name';
import { walletHash } from '../connectors/keys';
import { type Decision, type Level, logDecision } from '../connectors/log';
import type { AirMessage, Message } from '../connectors/message';
import { measure, measureAll } from '../connectors/metrics';
import type { Table } from '../connectors/table';
import type { Reason } from '../platforms/outcome';
import { type Failures, leftMs, noteFailure, type WaitingFor } from './ages';
import { connectorWaitMs, itemWaitMs, type Random } from './backoff';
import { byGroup } from './by-group';
import { aboutOf, deadLetterAttributes, plainText } from './dead-letter';
import { ITEM_AGE } from './limits';
import type { OwnQueue } from './own-queue';

/** What is to become of one message. */
export type Verdict =
  | {
      readonly kind: 'done';
      readonly decision: 'delivered' | 'repeated' | 'ignored';
      readonly items?: number;
    }
  /** It failed, and is tried again until it is too old. */
  | {
      readonly kind: 'again';
      readonly waitingFor: WaitingFor;
      readonly reason: Reason;
      readonly detail?: string | undefined;
      /** A Retry-After, in ms. */
      readonly askedMs: number | null;
    }
  /** Its wallet is known by now: it goes to the end of that consumer's messages, and is delivered there. */
  | { readonly kind: 'readdressed'; readonly message: AirMessage & { readonly walletId: string } }
  /** Nothing failed: time was up, or another function has it. */
  | { readonly kind: 'wait'; readonly delayMs: number; readonly detail: string }
  | { readonly kind: 'dead'; readonly reason: Reason; readonly detail?: string | undefined };

/** A message of a batch with its verdict; `message` null: it could not be read. */
export interface Judged {
  readonly record: SQSRecord;
  readonly message: Message | null;
  readonly verdict: Verdict;
}

export interface SettleContext {
  readonly table: Table;
  readonly queue: OwnQueue;
  readonly connector: string;
  readonly direction: 'inbound' | 'outbound';
  readonly now: () => number;
  readonly random: Random;
  /** Called when a message leaves the queue, delivered or dead-lettered. Best effort. */
  readonly leaving?: (message: Message) => Promise<void>;
}

/** Of what follows a message of the same consumer that stays. */
export const BEHIND: Extract<Verdict, { kind: 'wait' }> = {
  kind: 'wait',
  delayMs: 0,
  detail: 'behind an earlier message',
};

/**
 * Settles every message of a batch: done, later, or onto the dead-letter queue and then done. A message leaves the queue
 * only when its effect is certain or the dead-letter queue has it.
 * @returns what Lambda is not to delete.
 */
export async function settle(judged: readonly Judged[], context: SettleContext): Promise<SQSBatchResponse> {
  const settler = new Settler(context);
  const staying = (await Promise.all(byGroup(judged).map((group) => settler.group(group)))).flat();
  await context.queue.later(staying);
  settler.measure();
  return { batchItemFailures: staying.map(({ record }) => ({ itemIdentifier: record.messageId })) };
}

interface Staying {
  readonly record: SQSRecord;
  readonly delayMs: number;
}

class Settler {
  private readonly done = { delivered: 0, repeated: 0, ignored: 0 };
  private readonly again = new Map<Reason, number>();
  private readonly dead = new Map<Reason, number>();
  private oldestMs = 0;

  constructor(private readonly context: SettleContext) {}

  /** One consumer's messages, in order. */
  async group(entries: readonly Judged[]): Promise<Staying[]> {
    const staying: Staying[] = [];
    for (const entry of entries) {
      const before = staying.at(-1);
      const delayMs = before ? before.delayMs : await this.one(entry);
      if (delayMs === null) {
        await this.leave(entry);
        continue;
      }
      if (before) await this.behind(entry, delayMs);
      staying.push({ record: entry.record, delayMs });
    }
    return staying;
  }

  measure(): void {
    const of = { connector: this.context.connector, direction: this.context.direction };
    const { delivered, repeated } = this.done;
    if (delivered > 0) measureAll({ Delivered: delivered, AgeAtDelivery: this.oldestMs }, of);
    if (repeated > 0) measure('Repeated', repeated, of);
    for (const [reason, count] of this.again) measure('Retried', count, { ...of, reason });
    for (const [reason, count] of this.dead) measure('DeadLettered', count, { ...of, reason });
  }

  /** @returns in how many ms the message is to be seen again; null: it leaves the queue. */
  private async one(entry: Judged): Promise<number | null> {
    const { verdict } = entry;
    switch (verdict.kind) {
      case 'done':
        return this.finish(entry, verdict);
      case 'wait':
        this.log(entry, { decision: 'retried', delayMs: Math.ceil(verdict.delayMs), detail: verdict.detail });
        return verdict.delayMs;
      case 'dead':
        return this.bury(entry, verdict, await this.note(entry, verdict.reason, null));
      case 'readdressed':
        return this.readdress(entry, verdict.message);
      case 'again':
        return this.retry(entry, verdict);
    }
  }

  /** The connector's trouble is also its own: it is not to be tried for days more when the earlier one has ended. */
  private async behind(entry: Judged, delayMs: number): Promise<void> {
    const { verdict } = entry;
    if (verdict.kind === 'again' && verdict.waitingFor === 'connector')
      await this.note(entry, verdict.reason, 'connector');
    this.log(entry, {
      decision: 'retried',
      delayMs: Math.ceil(delayMs),
      detail: BEHIND.detail,
    });
  }

  private async leave({ message }: Judged): Promise<void> {
    if (message === null || !this.context.leaving) return;
    try {
      await this.context.leaving(message);
    } catch (error) {
      const detail = `tidying up: ${errorName(error)}`;
      logDecision({ decision: 'problem', connector: this.context.connector, detail }, 'warn');
    }
  }

  private finish(entry: Judged, verdict: Extract<Verdict, { kind: 'done' }>): null {
    const ageMs = this.context.now() - this.receivedAt(entry);
    this.done[verdict.decision] += 1;
    this.oldestMs = Math.max(this.oldestMs, ageMs);
    this.log(entry, { decision: verdict.decision, items: verdict.items, ageMs });
    return null;
  }

  private async retry(entry: Judged, verdict: Extract<Verdict, { kind: 'again' }>): Promise<number | null> {
    const { waitingFor, reason, askedMs } = verdict;
    const failures = await this.note(entry, reason, waitingFor);
    const left = leftMs(waitingFor, failures, this.queuedAt(entry), askedMs, this.context.now());
    if (left <= 0) return this.bury(entry, tooOld(verdict), failures);
    const { attempts } = failures;
    const delayMs =
      waitingFor === 'connector'
        ? connectorWaitMs(attempts, askedMs, this.context.random)
        : itemWaitMs(attempts, askedMs, left, this.context.random);
    this.again.set(reason, (this.again.get(reason) ?? 0) + 1);
    this.log(
      entry,
      { decision: 'retried', reason, detail: verdict.detail, attempts, delayMs: Math.ceil(delayMs) },
      'warn',
    );
    return delayMs;
  }

  /** Two functions never work for one consumer at a time only because its group is its wallet's. */
  private async readdress(
    entry: Judged,
    message: AirMessage & { readonly walletId: string },
  ): Promise<number | null> {
    try {
      await this.context.queue.readdress(entry.record, message);
      this.log(entry, { decision: 'readdressed' });
      return null;
    } catch (error) {
      const delayMs = connectorWaitMs(1, null, this.context.random);
      const detail = `the queue did not take it under its wallet: ${errorName(error)}`;
      this.log(entry, { decision: 'retried', detail, delayMs: Math.ceil(delayMs) }, 'warn');
      return delayMs;
    }
  }

  private async bury(
    entry: Judged,
    why: { readonly reason: Reason; readonly detail?: string | undefined },
    failures: Failures,
  ): Promise<number | null> {
    const { attempts } = failures;
    try {
      const about = aboutOf(entry.message);
      await this.context.queue.deadLetter(
        entry.record,
        deadLetterAttributes(about, why, this.context.connector, failures),
      );
      this.dead.set(why.reason, (this.dead.get(why.reason) ?? 0) + 1);
      this.log(
        entry,
        { decision: 'dead-lettered', reason: why.reason, detail: why.detail, attempts },
        'error',
      );
      return null;
    } catch (error) {
      const delayMs = connectorWaitMs(attempts, null, this.context.random);
      const detail = `the dead-letter queue did not take it: ${errorName(error)}`;
      this.log(entry, { decision: 'retried', reason: why.reason, detail, attempts, delayMs }, 'error');
      return delayMs;
    }
  }

  /** Without the table nothing is too old but by its time on the queue. */
  private async note(entry: Judged, reason: Reason, waitingFor: WaitingFor | null): Promise<Failures> {
    const { table, connector } = this.context;
    const now = this.context.now();
    try {
      return await noteFailure(table, connector, entry.record.messageId, { waitingFor, reason }, now);
    } catch {
      const { ApproximateFirstReceiveTimestamp, ApproximateReceiveCount } = entry.record.attributes;
      return {
        firstAt: Number(ApproximateFirstReceiveTimestamp) || now,
        lastAt: now,
        attempts: Number(ApproximateReceiveCount) || 1,
        since: now,
      };
    }
  }

  private receivedAt(entry: Judged): number {
    const at = Date.parse(entry.message?.receivedAt ?? '');
    return Number.isNaN(at) ? Number(entry.record.attributes.SentTimestamp) || this.context.now() : at;
  }

  /** A redrive puts an old message on the queue anew. */
  private queuedAt(entry: Judged): number {
    return Math.max(Number(entry.record.attributes.SentTimestamp) || 0, this.receivedAt(entry));
  }

  private log(entry: Judged, decision: Decision, level: Level = 'info'): void {
    const { message } = entry;
    const walletId = message !== null && message.kind !== 'reward' ? message.walletId : null;
    logDecision(
      {
        ...aboutOf(message),
        ...decision,
        detail: decision.detail === undefined ? undefined : plainText(decision.detail),
        connector: this.context.connector,
        direction: this.context.direction,
        walletHash: walletId === null ? undefined : walletHash(walletId),
      },
      level,
    );
  }
}

/** An item keeps its own reason, which an operator can act on; a connector's trouble is the operator's, not the message's. */
function tooOld(verdict: Extract<Verdict, { kind: 'again' }>): {
  reason: Reason;
  detail: string | undefined;
} {
  const last = [verdict.reason, verdict.detail].filter((part) => part).join(': ');
  if (verdict.waitingFor === 'connector') return { reason: 'expired', detail: `last: ${last}` };
  if (verdict.waitingFor === 'identity') return { reason: verdict.reason, detail: verdict.detail };
  return {
    reason: verdict.reason,
    detail: `${verdict.detail ?? ''} (tried for ${ITEM_AGE / 60_000} minutes)`.trim(),
  };
}
