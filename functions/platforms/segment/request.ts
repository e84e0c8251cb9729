import type { HttpRequest } from '../http';
import type { CallLimits, Item } from '../item';
import { itemJson } from '../item-json';
import { besideBlanks } from '../json-size';
import { batchUrl, regulationsUrl } from './hosts';
import { ERASE } from './items';
import type { SegmentCredentials, SegmentOutbound } from './settings';

/**
 * https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/#batch, less what stands around the
 * events: Segment's library holds itself to 475,000 bytes.
 */
const BATCH_LIMITS = { items: 2500, bytes: besideBlanks(475_000) };
/** https://segment.com/docs/privacy/user-deletion-and-suppression/ */
const ERASE_LIMITS = { items: 5000, bytes: 400_000 };
const HEADERS = { 'content-type': 'application/json' };
/** The Public API's own type, with its version. https://docs.segmentapis.com */
const PUBLIC_HEADERS = { 'content-type': 'application/vnd.segment.v1+json' };

const basic = (writeKey: string) => `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`;

/** A batch's `context` and `integrations` count for each of its events. */
function batch(items: readonly Item[], settings: SegmentOutbound): HttpRequest {
  const events = items.map((item) => itemJson(item).json).join(',');
  const context = JSON.stringify({ library: { name: 'ee-connect', version: '1' } });
  const integrations = JSON.stringify(
    Object.fromEntries(settings.notForDestinations.map((destination) => [destination, false])),
  );
  return {
    method: 'POST',
    url: batchUrl(settings),
    headers: HEADERS,
    body: `{"batch":[${events}],"context":${context},"integrations":${integrations}}`,
  };
}

/**
 * Deletes and does not suppress: Segment would swallow a suppressed member's events for ever, and in silence, after they
 * joined again.
 */
function regulation(items: readonly Item[], settings: SegmentOutbound): HttpRequest {
  const subjectIds = items.map((item) => (item.body as { userId: string }).userId);
  return {
    method: 'POST',
    url: regulationsUrl(settings),
    headers: PUBLIC_HEADERS,
    body: JSON.stringify({ regulationType: 'DELETE_ONLY', subjectType: 'USER_ID', subjectIds }),
  };
}

export const limitsOf = (target: string): CallLimits => (target === ERASE ? ERASE_LIMITS : BATCH_LIMITS);

export const toRequest = (items: readonly Item[], settings: SegmentOutbound): HttpRequest =>
  items[0]?.target === ERASE ? regulation(items, settings) : batch(items, settings);

/** The Public API takes a token where the Tracking API takes the write key; its path tells them apart. */
export function authorize(
  request: HttpRequest,
  { writeKey, publicApiToken }: SegmentCredentials,
): HttpRequest {
  const isPublic = request.url.endsWith('/regulations');
  const authorization = isPublic ? `Bearer ${publicApiToken ?? ''}` : basic(writeKey);
  return { ...request, headers: { ...request.headers, authorization } };
}
