/**
 * mParticle's documented limits and shapes.
 * https://docs.mparticle.com/developers/server/json-reference/
 * https://docs.mparticle.com/guides/default-service-limits/
 * https://docs.mparticle.com/developers/dsr-api/v3/
 */
import type { Documented } from '../contract/outbound';
import { CURRENCY, dumpedBytes, expectTexts, ISO_UTC, type Json, UUID_4 } from '../contract/shapes';

const TEXTS = { name: 256, text: 4_096 };
const isPlain = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);

function checkAttributes(attributes: Json = {}): void {
  expect(Object.keys(attributes).length).toBeLessThanOrEqual(100);
  expect(Object.values(attributes).every(isPlain)).toBe(true);
  expectTexts(attributes, TEXTS);
}

export const documented: Documented = ({ url, body }) => {
  const json = JSON.parse(body);
  expect(dumpedBytes(json)).toBeLessThanOrEqual(128 * 1024);
  if (url.endsWith('/v3/requests/')) {
    expect(json).toMatchObject({ subject_request_type: 'erasure', api_version: '3.0' });
    expect(json.subject_request_id).toMatch(UUID_4);
    expect(json.submitted_time).toMatch(ISO_UTC);
    return;
  }
  // `/v2/bulkevents` answers 202 even when some of its batches failed.
  expect(url).toMatch(/\/v2\/events$/);
  expect(['production', 'development']).toContain(json.environment);
  expect(Object.values(json.user_identities)).toHaveLength(1);
  expect(json.source_request_id).toMatch(UUID_4);
  checkAttributes(json.user_attributes);
  const removed: readonly string[] = json.deleted_user_attributes ?? [];
  for (const name of removed) expect(json.user_attributes ?? {}).not.toHaveProperty([name]);
  const events: readonly { event_type: string; data: Json }[] = json.events ?? [];
  expect(events.length).toBeLessThanOrEqual(100);
  for (const { event_type, data } of events) {
    const at = data.timestamp_unixtime_ms as number;
    expect(Number.isInteger(at)).toBe(true);
    expect(at).toBeGreaterThan(1e12);
    expect(typeof data.source_message_id).toBe('string');
    checkAttributes(data.custom_attributes as Json);
    if (event_type === 'custom_event') {
      expect(typeof data.event_name === 'string' && data.event_name !== '').toBe(true);
      expect(String(data.event_name).length).toBeLessThanOrEqual(256);
      expect(['transaction', 'user_preference', 'other']).toContain(data.custom_event_type);
      continue;
    }
    expect(event_type).toBe('commerce_event');
    const { action, transaction_id, total_amount, products } = data.product_action as Json;
    expect(['purchase', 'refund']).toContain(action);
    expect([typeof transaction_id, typeof total_amount]).toEqual(['string', 'number']);
    expect(data.currency_code).toMatch(CURRENCY);
    expectTexts(products, TEXTS);
  }
};
