import type { HttpAnswer } from '../http';
import { answerDetail } from '../http-answer';
import type { Item } from '../item';
import { isRecord, type JsonRecord, jsonOrUndefined } from '../json';
import { allItems, type CallVerdict, DELIVERED, type Outcome } from '../outcome';
import { safeText } from '../safe-text';
import { ANONYMIZE } from './items';

/** Names of Bloomreach's API that its messages quote. */
const FIELDS = ['customer_ids', 'registered', 'properties', 'event_type', 'timestamp', 'update_timestamp'];
const NOT_AUTHENTICATED = /authenticat|unauthori[sz]ed|permission|access/i;
const NO_PROJECT = /project/i;

/**
 * Reads what Bloomreach means.
 * - 2xx of a batch: `results[]`, one for each command, by position; what it calls unsuccessful will not become better by a
 *   repeat. Without a result for each, what happened is not known.
 * - 2xx with `success: false` and no results: the call is refused as a whole, and no repeat of it helps.
 * - 400 for a wrong project token or key: that is the connector's trouble, and no item is to blame.
 * @see https://documentation.bloomreach.com/engagement/reference/tracking-api-error-messages
 * @see https://documentation.bloomreach.com/engagement/reference/tracking-api-authorization-errors
 * @see https://documentation.bloomreach.com/engagement/reference/tips-and-best-practices
 */
export function readAnswer(answer: HttpAnswer, items: readonly Item[]): CallVerdict | null {
  const json = jsonOrUndefined(answer.body);
  if (answer.status === 400) return isRecord(json) ? connectorTrouble(json, answer, items) : null;
  if (answer.status < 200 || answer.status >= 300) return null;
  const reply = isRecord(json) ? json : {};
  if (reply.success === false && reply.results === undefined)
    return connectorTrouble(reply, answer, items) ?? refused(answer, items);
  if (items[0]?.target === ANONYMIZE) return allItems(items, DELIVERED);
  const results = Array.isArray(reply.results) ? reply.results : [];
  if (results.length !== items.length)
    return allItems(items, {
      status: 'retry',
      trouble: 'connector',
      reason: 'platform-unavailable',
      detail: answerDetail(answer, items, FIELDS),
      unknown: true,
    });
  return { kind: 'items', outcomes: items.map((item, index) => outcomeOf(results[index], item)) };
}

const refused = (answer: HttpAnswer, items: readonly Item[]): CallVerdict => ({
  kind: 'refused',
  reason: 'platform-refused',
  detail: answerDetail(answer, items, FIELDS),
});

function outcomeOf(result: unknown, item: Item): Outcome {
  if (isRecord(result) && result.success === true) return DELIVERED;
  const errors = isRecord(result) ? result.errors : undefined;
  const message = messages(errors).join(', ');
  return { status: 'reject', reason: 'platform-refused', detail: safeText(message, [item.body], FIELDS) };
}

/** A list of texts, or lists of them by field. */
function messages(errors: unknown): readonly string[] {
  const list = Array.isArray(errors) ? errors : isRecord(errors) ? Object.values(errors).flat() : [];
  return list.filter((message) => typeof message === 'string');
}

/** `{"success":false,"error":"Could not authenticate"}` and `"Invalid project id"` come with 400. */
function connectorTrouble(json: JsonRecord, answer: HttpAnswer, items: readonly Item[]): CallVerdict | null {
  if (typeof json.error !== 'string') return null;
  const detail = answerDetail(answer, items, FIELDS);
  const retry = (reason: 'credentials-refused' | 'endpoint-not-found') =>
    allItems(items, { status: 'retry', trouble: 'connector', reason, detail });
  if (NO_PROJECT.test(json.error)) return retry('endpoint-not-found');
  return NOT_AUTHENTICATED.test(json.error) ? retry('credentials-refused') : null;
}
