import type { HttpAnswer } from '../http';
import { answerDetail } from '../http-answer';
import type { Item } from '../item';
import { isRecord, jsonOrUndefined } from '../json';
import { allItems, type CallVerdict, DELIVERED } from '../outcome';
import { ERASE } from './targets';

/** Names of mParticle's API that its messages quote; they may be told to the operator. */
const FIELDS = [
  'events',
  'event_type',
  'event_name',
  'custom_event_type',
  'custom_attributes',
  'data',
  'environment',
  'product_action',
  'action',
  'timestamp_unixtime_ms',
  'user_identities',
  'user_attributes',
  'source_request_id',
  'subject_request_id',
  'subject_identities',
  'regulation',
];

/** Fields whose values are mParticle's own words. */
const ENUMERATIONS = ['event_type', 'custom_event_type', 'action'];

/**
 * What the retailer's data is in a part, so that a message is searched for that alone: without mParticle's own words, and
 * with lists that became a text as lists again, else the names of their fields would pass for data.
 */
function dataOf(value: unknown): unknown {
  if (typeof value === 'string') return /^[[{]/.test(value) ? (jsonOrUndefined(value) ?? value) : value;
  if (Array.isArray(value)) return value.map(dataOf);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).filter(([name]) => !ENUMERATIONS.includes(name));
  return Object.fromEntries(entries.map(([name, entry]) => [name, dataOf(entry)]));
}

/**
 * Reads what the common judgement would misread. An erasure that mParticle has already is done: our request id is the same
 * on every attempt, and 409 says that one for the same person is under way. A 400 of a batch is its content: bisected.
 * @see https://docs.mparticle.com/developers/server/http/#response
 * @see https://docs.mparticle.com/developers/dsr-api/v3/#errors
 */
export function readAnswer(answer: HttpAnswer, items: readonly Item[]): CallVerdict | null {
  const { status, body } = answer;
  const erase = items[0]?.target === ERASE;
  const known = status === 409 || (status === 400 && /already exists/i.test(body));
  if (erase && known) return allItems(items, DELIVERED);
  if (status !== 400) return null;
  const sent = items.map((item) => ({ ...item, body: dataOf(item.body) }));
  return { kind: 'refused', reason: 'platform-refused', detail: answerDetail(answer, sent, FIELDS) };
}
