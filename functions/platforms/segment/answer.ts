import type { HttpAnswer } from '../http';
import { answerDetail } from '../http-answer';
import type { Item } from '../item';
import { allItems, type CallVerdict } from '../outcome';
import { boundedDelayMs } from '../retry-after';
import { ERASE } from './items';

/**
 * A workspace may erase so many users in a period. When it starts anew stands here, as ISO 8601.
 * @see https://docs.segmentapis.com/tag/Deletion-and-Suppression
 */
const QUOTA_RESET = 'x-regulation-ratelimit-quota-reset';
const QUOTA_LEFT = 'x-regulation-ratelimit-remaining';
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/** In epoch ms; null where the quota is not what the answer is about. */
function quotaResetMs({ status, headers }: HttpAnswer): number | null {
  const reset = headers[QUOTA_RESET]?.trim() ?? '';
  const left = Number(headers[QUOTA_LEFT] ?? 0);
  if (status !== 429 || left > 0 || !ISO.test(reset)) return null;
  const ms = Date.parse(reset);
  return Number.isNaN(ms) ? null : ms;
}

/**
 * Segment tells nothing of single events: what it would throw away is found before it is sent (items.ts). A used up
 * quota of erasures is trouble of theirs alone: events go on.
 */
export function readAnswer(answer: HttpAnswer, items: readonly Item[]): CallVerdict | null {
  if (items[0]?.target !== ERASE || quotaResetMs(answer) === null) return null;
  const detail = answerDetail(answer, items);
  return allItems(items, { status: 'retry', trouble: 'item', reason: 'platform-throttled', detail });
}

export function retryAfterMs(answer: HttpAnswer, nowMs: number): number | null {
  const reset = quotaResetMs(answer);
  return reset === null ? null : boundedDelayMs(reset - nowMs);
}
