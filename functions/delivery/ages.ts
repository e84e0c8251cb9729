import { failureKey } from '../connectors/keys';
import type { Table } from '../connectors/table';
import type { Reason } from '../platforms/outcome';
import { keptUntil } from './kept-until';
import {
  CONNECTOR_AGE,
  IDENTITY_AGE,
  ITEM_AGE,
  ITEM_RETRY_AFTER,
  ITEM_WAIT,
  KEEP_DAYS,
  QUEUE_AGE,
} from './limits';

/** What a message waits for: its connector, one of its items, or its consumer's identity to become known. */
export type WaitingFor = 'connector' | 'item' | 'identity';

/** A message's failures so far; epoch ms. */
export interface Failures {
  readonly firstAt: number;
  readonly lastAt: number;
  readonly attempts: number;
  /** Since when it waits for what it waits for now. */
  readonly since: number;
}

/**
 * Writes down that a message failed, and tells since when it does. Trouble of the connector starts the shorter clocks of
 * items anew: an item is tried for its 15 minutes when it is tried at all.
 * @param waitingFor null where the message ends here.
 */
export async function noteFailure(
  table: Table,
  connector: string,
  messageId: string,
  failure: { readonly waitingFor: WaitingFor | null; readonly reason: Reason },
  nowMs: number,
): Promise<Failures> {
  const clock = `${failure.waitingFor ?? 'item'}Since`;
  const reset = failure.waitingFor === 'connector' ? ' REMOVE itemSince, identitySince' : '';
  const row = await table.update(failureKey(connector, messageId), {
    expression: `SET firstAt = if_not_exists(firstAt, :now), lastAt = :now, reason = :reason, expiresAt = :end, ${clock} = if_not_exists(${clock}, :now)${reset} ADD attempts :one`,
    values: {
      ':now': nowMs,
      ':reason': failure.reason,
      ':end': keptUntil(nowMs, KEEP_DAYS.failure),
      ':one': 1,
    },
  });
  const number = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise);
  return {
    firstAt: number(row?.firstAt, nowMs),
    lastAt: nowMs,
    attempts: number(row?.attempts, 1),
    since: number(row?.[clock], nowMs),
  };
}

/**
 * How much longer a message is tried, in ms; 0 or less: it is too old. Ages decide, never receive counts, since a count
 * says how often the queue was asked and not how long the trouble lasts.
 * @param queuedAtMs since when it stands on the queue.
 * @param askedMs an explicit Retry-After; an item may wait for one that is longer than its own waits, up to an hour in all.
 */
export function leftMs(
  waitingFor: WaitingFor,
  failures: Pick<Failures, 'since'>,
  queuedAtMs: number,
  askedMs: number | null,
  nowMs: number,
): number {
  const age = nowMs - failures.since;
  const onQueue = QUEUE_AGE - (nowMs - queuedAtMs);
  if (waitingFor === 'connector') return Math.min(CONNECTOR_AGE - age, onQueue);
  if (waitingFor === 'identity') return Math.min(IDENTITY_AGE - age, onQueue);
  const isLong = askedMs !== null && askedMs > ITEM_WAIT;
  const asked = isLong && age + askedMs <= ITEM_RETRY_AFTER ? askedMs : 0;
  return Math.min(Math.max(ITEM_AGE - age, asked), onQueue);
}
