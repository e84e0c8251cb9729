/**
 * Segment's documented limits and shapes.
 * https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/
 * https://segment.com/docs/guides/duplicate-data/
 * https://github.com/segmentio/analytics-python (`segment/analytics/consumer.py`, for how bytes are counted)
 * https://docs.segmentapis.com/tag/Deletion-and-Suppression
 */
import type { Documented } from '../contract/outbound';
import { CURRENCY, dumpedBytes, ISO_UTC, type Json } from '../contract/shapes';

const E_COMMERCE = ['Order Completed', 'Order Refunded'];

export const documented: Documented = ({ url, body }) => {
  const json = JSON.parse(body);
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(500_000);
  if (url.endsWith('/regulations')) {
    expect(json).toMatchObject({ regulationType: 'DELETE_ONLY', subjectType: 'USER_ID' });
    expect(json.subjectIds.length).toBeLessThanOrEqual(5_000);
    expect(json.subjectIds.every((id: unknown) => typeof id === 'string' && id !== '')).toBe(true);
    return;
  }
  expect(url).toMatch(/\/v1\/batch$/);
  const batch = json.batch as Json[];
  expect(batch.length).toBeGreaterThan(0);
  expect(batch.length).toBeLessThanOrEqual(2_500);
  expect(new Set(batch.map(({ messageId }) => messageId)).size).toBe(batch.length);
  expect(dumpedBytes(batch)).toBeLessThanOrEqual(475_000);
  const shared = dumpedBytes([json.context, json.integrations]);
  for (const { type, userId, messageId, timestamp, event, properties, traits, ...rest } of batch) {
    const call = { type, userId, messageId, timestamp, event, properties, traits };
    expect(rest).toEqual({});
    expect(dumpedBytes(call) + shared).toBeLessThanOrEqual(32 * 1024);
    expect([typeof userId, userId === '']).toEqual(['string', false]);
    expect(messageId).toMatch(/^ee-/);
    expect(String(messageId).length).toBeLessThan(100);
    expect(timestamp).toMatch(ISO_UTC);
    if (type === 'identify') {
      expect([typeof traits, event]).toEqual(['object', undefined]);
      continue;
    }
    expect([type, typeof event, typeof properties]).toEqual(['track', 'string', 'object']);
    expect(String(event).trim()).not.toBe('');
    // Segment's own Eagle Eye destination rewards each of these.
    expect(event).not.toBe('Loyalty Program Joined');
    if (E_COMMERCE.includes(String(event))) {
      const { order_id, currency, total, products } = properties as Json;
      expect([typeof order_id, typeof total, Array.isArray(products)]).toEqual(['string', 'number', true]);
      expect(currency).toMatch(CURRENCY);
    }
  }
};
