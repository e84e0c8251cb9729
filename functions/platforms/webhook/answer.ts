import type { HttpAnswer } from '../http';
import type { Item } from '../item';
import { isRecord, jsonOrUndefined } from '../json';
import { allItems, type CallVerdict, DELIVERED, type Outcome } from '../outcome';
import { safeText } from '../safe-text';

/**
 * A 2xx delivers every item but those it names: `{"errors":[{"id":"…","reason":"…","retry":true}]}`. Without `retry` the
 * item is refused for good. An empty body, or one without `errors`, names none.
 * @returns null for any other status: the common judgement has Standard Webhooks' meaning of each.
 */
export function readAnswer(answer: HttpAnswer, items: readonly Item[]): CallVerdict | null {
  if (answer.status < 200 || answer.status >= 300) return null;
  const json = jsonOrUndefined(answer.body);
  const errors = isRecord(json) && Array.isArray(json.errors) ? json.errors.filter(isRecord) : [];
  if (errors.length === 0) return allItems(items, DELIVERED);
  const named = new Map(errors.map((error) => [error.id, error]));
  const outcomes = items.map((item): Outcome => {
    const error = named.get(item.id);
    if (!error) return DELIVERED;
    const detail = typeof error.reason === 'string' ? safeText(error.reason, [item.body]) : '';
    return error.retry === true
      ? { status: 'retry', trouble: 'item', reason: 'platform-unavailable', detail }
      : { status: 'reject', reason: 'platform-refused', detail };
  });
  return { kind: 'items', outcomes };
}
