/** What docs/platforms/webhook.md promises a receiver. */
import type { Documented } from '../contract/outbound';
import { ISO_UTC, type Json } from '../contract/shapes';

/** The most that the setting `maxBytes` allows. */
const MOST_BYTES = 4_000_000;

export const documented: Documented = ({ headers, body }) => {
  const { type, timestamp, data, ...rest } = JSON.parse(body);
  expect(rest).toEqual({});
  expect(type).toBe('loyalty.batch');
  expect(timestamp).toMatch(ISO_UTC);
  expect(headers['webhook-id']).toMatch(/^ee_[0-9a-f]{40}$/);
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(MOST_BYTES);
  const { profiles, events, ...others } = data as Record<string, Json[]>;
  expect(others).toEqual({});
  for (const { id, identity } of [...profiles!, ...events!]) {
    expect(typeof id).toBe('string');
    expect((identity as Json).value).toBeTruthy();
  }
  for (const { as_of, attributes } of profiles!) {
    expect(as_of).toMatch(ISO_UTC);
    expect(typeof attributes).toBe('object');
  }
  for (const { name, occurred_at, properties } of events!) {
    expect(occurred_at).toMatch(ISO_UTC);
    expect([typeof name, typeof properties]).toEqual(['string', 'object']);
  }
};
