/**
 * What Segment does with an event, as its public documentation has it; written for the simulator alone, so that a mistake
 * in the connector meets something that does not share it.
 * @see https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/
 * @see https://segment.com/docs/guides/duplicate-data/
 */
import { isObject, isText } from '../../json';

const EVENT_BYTES = 32 * 1024;
const TYPES = ['identify', 'track', 'page', 'screen', 'group', 'alias'];
const ZONED = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/;

/** Why the whole request is answered 400: only size and broken JSON make Segment say so. */
export const isOversized = (event: unknown): boolean =>
  Buffer.byteLength(JSON.stringify(event) ?? '') > EVENT_BYTES;

/** Why an event is thrown away behind a 200; null when it is kept. */
export function dropReason(event: unknown): string | null {
  if (!isObject(event) || !TYPES.includes(event.type as string)) return 'no known type';
  if (!isText(event.userId) && !isText(event.anonymousId)) return 'no userId or anonymousId';
  if (event.type === 'track' && !isText(event.event)) return 'a track call without event';
  if (isText(event.messageId) && event.messageId.length >= 100)
    return 'a messageId of 100 characters or more';
  if (isText(event.timestamp) && (!ZONED.test(event.timestamp) || Number.isNaN(Date.parse(event.timestamp))))
    return 'a timestamp without zone';
  for (const field of ['properties', 'traits'])
    if (event[field] !== undefined && !isObject(event[field])) return `${field} that are no object`;
  return null;
}
