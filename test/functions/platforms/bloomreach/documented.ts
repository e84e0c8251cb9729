/**
 * Bloomreach Engagement's documented limits and shapes.
 * https://documentation.bloomreach.com/engagement/docs/batch-commands-2
 * https://documentation.bloomreach.com/engagement/docs/add-event
 * https://documentation.bloomreach.com/engagement/reference/anonymize-customers-in-bulk-2
 */
import type { Documented } from '../contract/outbound';
import { CURRENCY, dumpedBytes, type Json } from '../contract/shapes';

/** A number that is larger was meant in milliseconds, a smaller one in something else. */
const isSeconds = (value: unknown) => typeof value === 'number' && value > 1e9 && value < 1e10;

export const documented: Documented = ({ url, body }) => {
  const json = JSON.parse(body);
  if (url.endsWith('/customers/anonymize_bulk')) {
    expect(json.customers.length).toBeLessThanOrEqual(1_000);
    for (const { customer_ids } of json.customers) expect(Object.values(customer_ids)).toHaveLength(1);
    return;
  }
  expect(url).toMatch(/\/track\/v2\/projects\/[\w-]+\/batch$/);
  const commands = json.commands as { name: string; data: Json }[];
  expect(commands.length).toBeGreaterThan(0);
  expect(commands.length).toBeLessThanOrEqual(50);
  for (const { name, data } of commands) {
    const properties = data.properties as Json;
    expect(dumpedBytes(data)).toBeLessThanOrEqual(800_000);
    const ids = Object.values(data.customer_ids as Json);
    expect(ids).toHaveLength(1);
    expect([typeof ids[0], ids[0] === '']).toEqual(['string', false]);
    if (name === 'customers') {
      expect(isSeconds(data.update_timestamp)).toBe(true);
      for (const value of Object.values(properties))
        if (typeof value === 'string') expect(Buffer.byteLength(value)).toBeLessThan(16 * 1024);
      continue;
    }
    expect(name).toBe('customers/events');
    expect(isSeconds(data.timestamp)).toBe(true);
    expect(typeof data.event_type === 'string' && data.event_type !== '').toBe(true);
    if (data.event_type !== 'purchase') continue;
    expect(['success', 'refund']).toContain(properties.purchase_status);
    expect(properties.total_price).toBeGreaterThanOrEqual(0);
    expect(properties.currency).toMatch(CURRENCY);
  }
};
