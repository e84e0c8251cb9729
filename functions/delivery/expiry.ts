import { errorName } from '../connectors/error-name';
import { groupOf, sha256 } from '../connectors/keys';
import { logDecision } from '../connectors/log';
import { encodeMessage } from '../connectors/message-encoding';
import { type Outgoing, type Queues, QueueUnavailable } from '../connectors/queue';
import type { Table } from '../connectors/table';
import type { RemainingMs } from './deadline';
import { DUE_SHARDS } from './due';
import { EXPIRY_ORPHAN, EXPIRY_RECHECK } from './limits';
import type { SubscriptionRow } from './remember';

export interface ExpiryContext {
  readonly table: Table;
  readonly queues: Pick<Queues, 'send'>;
  /** The outbound connectors that have a queue. */
  readonly connectors: ReadonlySet<string>;
  readonly now: () => number;
}

/** What one run did; `left`: for the next run, five minutes later. */
export interface ExpiryRun {
  queued: number;
  left: number;
}

/** Of one shard and run. */
const MOST_ROWS = 10_000;
/** Put on a queue and postponed together. */
const CHUNK = 100;
/** What a run keeps for its last chunk, in ms. */
const RESERVE_MS = 15_000;

/**
 * Puts every subscription that is due on its connector's queue, in its consumer's group; whether it is still due is
 * checked when it is delivered. The index keeps it, for a day after the longest time a message is tried: a message that
 * was lost is made again, one that was not is recognised.
 */
export async function queueDue(
  context: ExpiryContext,
  requestId: string,
  remainingMs: RemainingMs,
): Promise<ExpiryRun> {
  const run: ExpiryRun = { queued: 0, left: 0 };
  const nowIso = new Date(context.now()).toISOString();
  for (const shard of DUE_SHARDS) {
    const rows = (await context.table.due(shard, nowIso, MOST_ROWS)) as SubscriptionRow[];
    for (const [connector, due] of byConnector(rows))
      for (let at = 0; at < due.length; at += CHUNK) {
        const chunk = due.slice(at, at + CHUNK);
        const done = remainingMs() > RESERVE_MS && (await queue(context, connector, chunk, requestId));
        run[done ? 'queued' : 'left'] += chunk.length;
      }
  }
  return run;
}

function byConnector(rows: readonly SubscriptionRow[]): Map<string, SubscriptionRow[]> {
  const connectors = new Map<string, SubscriptionRow[]>();
  for (const row of rows) {
    const due = connectors.get(row.connector) ?? [];
    connectors.set(row.connector, due);
    due.push(row);
  }
  return connectors;
}

/** @returns whether the queue has them. */
async function queue(
  context: ExpiryContext,
  connector: string,
  rows: readonly SubscriptionRow[],
  requestId: string,
): Promise<boolean> {
  if (!context.connectors.has(connector)) {
    logDecision({ decision: 'ignored', connector, detail: 'no such outbound connector', items: rows.length });
    await postpone(context, rows, EXPIRY_ORPHAN);
    return false;
  }
  try {
    await context.queues.send(
      connector,
      rows.flatMap((row) => messageOf(row, requestId, context.now())),
    );
  } catch (error) {
    const detail = error instanceof QueueUnavailable ? error.message : errorName(error);
    logDecision({ decision: 'unavailable', connector, detail, items: rows.length }, 'error');
    return false;
  }
  logDecision({ decision: 'accepted', connector, direction: 'outbound', requestId, items: rows.length });
  await postpone(context, rows, EXPIRY_RECHECK);
  return true;
}

function messageOf(row: SubscriptionRow, requestId: string, nowMs: number): Outgoing[] {
  const { connector, walletId, subscriptionId, endsAt } = row;
  if (endsAt === null) return [];
  const receivedAt = new Date(nowMs).toISOString();
  return [
    {
      body: encodeMessage({
        kind: 'expiry',
        walletId,
        subscriptionId,
        expiresAt: endsAt,
        receivedAt,
        requestId,
      }),
      group: groupOf(walletId, ''),
      deduplication: sha256(JSON.stringify(['expiry', connector, walletId, subscriptionId, endsAt])),
    },
  ];
}

/** Moves them on in the index, unless they were extended, cancelled or told meanwhile. */
async function postpone(
  context: ExpiryContext,
  rows: readonly SubscriptionRow[],
  byMs: number,
): Promise<void> {
  const later = new Date(context.now() + byMs).toISOString();
  await Promise.all(
    rows.map((row) =>
      context.table.update(row, {
        expression: 'SET dueAt = :later',
        condition: 'dueAt = :seen',
        values: { ':later': later, ':seen': row.dueAt },
      }),
    ),
  );
}
