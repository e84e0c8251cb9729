import type { HttpAnswer } from '../http';
import { answerDetail } from '../http-answer';
import type { Item } from '../item';
import { isRecord, jsonOrUndefined } from '../json';
import { allItems, type CallVerdict, DELIVERED, type Outcome } from '../outcome';
import { safeText } from '../safe-text';
import { DELETE } from './items';
import { ARRAYS, arrayOf, type BrazeArray } from './request';

/** Names of Braze's API that its messages quote; they may be told to the operator. */
const FIELDS = [
  'external_id',
  'external_ids',
  'braze_id',
  'user_alias',
  'user_aliases',
  'alias_name',
  'alias_label',
  'email',
  'phone',
  'name',
  'time',
  'properties',
  'attributes',
  'events',
  'purchases',
  'product_id',
  'product_name',
  'variant_id',
  'products',
  'currency',
  'price',
  'quantity',
  'order_id',
  'total_value',
  'source',
];

/** Braze asks to send the item again, it does not refuse it. */
const PASSING = /try again|retry|temporar|timed? ?out|internal|unavailable|rate.?limit/i;

interface Indexed {
  readonly array: BrazeArray;
  readonly index: number;
  readonly type: string;
}

function indexedError(error: unknown): Indexed | null {
  if (!isRecord(error)) return null;
  const { type, input_array, index } = error;
  const array = ARRAYS.find((name) => name === input_array);
  if (!array || typeof index !== 'number') return null;
  return { array, index, type: typeof type === 'string' ? type : '' };
}

/**
 * Reads a 2xx of Braze, item by item: what `errors[]` names by array and index is refused, everything else is processed;
 * 202 "queued" (maintenance) is as good as processed. An error that names no item could be any of them: the call counts
 * as refused, in part at least. A 2xx that says neither success nor queued did not come to Braze's end: again.
 * @returns null for any other status.
 * @see https://www.braze.com/docs/api/endpoints/user_data/post_user_track/
 * @see https://www.braze.com/docs/api/errors/
 */
export function readAnswer(answer: HttpAnswer, items: readonly Item[]): CallVerdict | null {
  if (answer.status < 200 || answer.status >= 300) return null;
  const reply = jsonOrUndefined(answer.body);
  const erased = items[0]?.target === DELETE && isRecord(reply) && typeof reply.deleted === 'number';
  const taken = isRecord(reply) && (reply.message === 'success' || reply.message === 'queued');
  if (!isRecord(reply) || !(taken || erased)) {
    return allItems(items, {
      status: 'retry',
      trouble: 'connector',
      reason: 'platform-unavailable',
      detail: answerDetail(answer, items, FIELDS),
      unknown: true,
    });
  }
  const errors = Array.isArray(reply.errors) ? reply.errors : reply.errors ? [reply.errors] : [];
  if (errors.length === 0) return allItems(items, DELIVERED);
  return readErrors(errors, answer, items);
}

function readErrors(errors: readonly unknown[], answer: HttpAnswer, items: readonly Item[]): CallVerdict {
  const places: Record<BrazeArray, number[]> = { attributes: [], events: [], purchases: [] };
  items.forEach((item, place) => {
    if (item.target !== DELETE) places[arrayOf(item)].push(place);
  });
  const outcomes: Outcome[] = items.map(() => DELIVERED);
  for (const error of errors) {
    const indexed = indexedError(error);
    const place = indexed ? places[indexed.array][indexed.index] : undefined;
    if (!indexed || place === undefined) {
      return {
        kind: 'refused',
        reason: 'platform-refused',
        detail: answerDetail({ ...answer, body: JSON.stringify(error) }, items, FIELDS),
        unknown: true,
      };
    }
    const detail = safeText(indexed.type, [items[place]?.body], FIELDS);
    outcomes[place] = PASSING.test(indexed.type)
      ? { status: 'retry', trouble: 'item', reason: 'platform-unavailable', detail }
      : { status: 'reject', reason: 'platform-refused', detail };
  }
  return { kind: 'items', outcomes };
}
