import { itemJson } from '../item-json';
import { besideBlanks } from '../json-size';
import type { HttpRequest, Item, Outbound } from '../platform';
import { readAnswer, retryAfterMs } from './answer';
import { batchUrl, regulationsUrl } from './hosts';
import { ERASE, segmentItems } from './messages';
import { segmentProbes } from './probe';
import { credentials, outboundSettings, type SegmentCredentials, type SegmentOutbound } from './settings';

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

export const outbound: Outbound<SegmentOutbound, SegmentCredentials> = {
  settings: outboundSettings,
  credentials,
  example: { identityType: 'CUSTOMER_ID', currency: 'GBP', region: 'eu', sourceName: 'example' },
  limits: (target) => (target === ERASE ? ERASE_LIMITS : BATCH_LIMITS),
  items: segmentItems,
  request: (items, settings) =>
    items[0]?.target === ERASE ? regulation(items, settings) : batch(items, settings),
  // The Public API takes a token where the Tracking API takes the write key; its path tells them apart.
  authorize: (request, { writeKey, publicApiToken }) => ({
    ...request,
    headers: {
      ...request.headers,
      authorization: request.url.endsWith('/regulations')
        ? `Bearer ${publicApiToken ?? ''}`
        : basic(writeKey),
    },
  }),
  read: readAnswer,
  retryAfterMs,
  deduplication: 'messageId, for 24 hours',
  probes: segmentProbes,
};
