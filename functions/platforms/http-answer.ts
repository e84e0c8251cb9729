import type { HttpAnswer } from './http';
import type { Item } from './item';
import { jsonOrUndefined } from './json';
import { allItems, type CallVerdict, DELIVERED, type Reason, type Retry } from './outcome';
import { retryAfterMs } from './retry-after';
import { safeText } from './safe-text';

/** The fields in which platforms put what went wrong, the most telling first. */
const MESSAGE_FIELDS = ['message', 'error', 'detail', 'error_description', 'title', 'code', 'type', 'errors'];

function findMessage(value: unknown, depth = 0): string | null {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || depth > 3) return null;
  if (Array.isArray(value)) return findMessage(value[0], depth + 1);
  for (const field of MESSAGE_FIELDS) {
    const found = Object.hasOwn(value, field)
      ? findMessage((value as Record<string, unknown>)[field], depth + 1)
      : null;
    if (found) return found;
  }
  return null;
}

/**
 * The status and what the platform says of it, for logs and dead-letter attributes: never personal data, never a secret.
 * An HTML page says nothing.
 * @param fields names of the platform's API that may be told (`safeText`).
 */
export function answerDetail(
  answer: HttpAnswer,
  items: readonly Item[],
  fields: readonly string[] = [],
): string {
  const json = jsonOrUndefined(answer.body);
  const plain = json === undefined && /^text\/plain\b/i.test(answer.headers['content-type'] ?? '');
  const message = plain ? answer.body : findMessage(json);
  const text = message
    ? safeText(
        message,
        items.map((item) => item.body),
        fields,
      )
    : '';
  return text ? `${answer.status} ${text}` : `${answer.status}`;
}

/**
 * The common judgement of a whole call by its status, for what a platform's `read` leaves to it.
 * - 2xx: every item is delivered.
 * - 429 (with the wait it asks for), 5xx but 501, 408, 423, 425: the connector is in trouble, later. After a 5xx the call
 *   may have had its effect.
 * - 401, 403: the credentials are refused. 3xx, 404, 405, 410: the address is wrong. Both are the connector's trouble too:
 *   everything waits until somebody has set it right.
 * - 400, 413, 422, 501 and any other 4xx: something in the call is bad; delivery bisects it.
 * @param nowMs epoch, for dates in `Retry-After`.
 */
export function judgeStatus(answer: HttpAnswer, items: readonly Item[], nowMs: number): CallVerdict {
  const { status } = answer;
  if (status >= 200 && status < 300) return allItems(items, DELIVERED);
  const detail = answerDetail(answer, items);
  const retry = (reason: Reason, more: Partial<Retry> = {}): CallVerdict =>
    allItems(items, { status: 'retry', trouble: 'connector', reason, detail, ...more });
  const delayMs = retryAfterMs(answer.headers, nowMs);
  const delay = delayMs ? { delayMs } : {};
  if (status === 429) return retry('platform-throttled', delay);
  // Its message is left out: this is the one that echoes keys.
  if (status === 401 || status === 403) return retry('credentials-refused', { detail: `${status}` });
  if ((status >= 300 && status < 400) || status === 404 || status === 405 || status === 410)
    return retry('endpoint-not-found');
  if (status === 408 || status === 423 || status === 425) return retry('platform-unavailable', delay);
  if (status === 501 || (status >= 400 && status < 500))
    return { kind: 'refused', reason: status === 413 ? 'item-too-large' : 'platform-refused', detail };
  return retry('platform-unavailable', status >= 500 ? { ...delay, unknown: true } : delay);
}
