/**
 * Braze's documented limits and shapes.
 * https://www.braze.com/docs/api/endpoints/user_data/post_user_track
 * https://www.braze.com/docs/api/objects_filters/event_object
 * https://www.braze.com/docs/api/objects_filters/purchase_object
 */
import type { Documented } from '../contract/outbound';
import { dumpedBytes, expectNone, expectTexts, ISO_UTC, type Json } from '../contract/shapes';

const DATE = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d|$)/;
const RESERVED = {
  events: ['time', 'event_name'],
  purchases: ['time', 'product_id', 'quantity', 'price', 'currency'],
};

export const documented: Documented = ({ url, headers, body }) => {
  const json = JSON.parse(body);
  expect(headers['content-type']).toBe('application/json');
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(4_000_000);
  if (url.endsWith('/users/delete')) {
    const [users, ...others] = Object.values(json) as unknown[][];
    expect(others).toEqual([]);
    expect(users!.length).toBeLessThanOrEqual(50);
    return;
  }
  expect(url).toMatch(/\/users\/track$/);
  const { attributes = [], events = [], purchases = [], ...rest } = json as Record<string, Json[]>;
  expect(rest).toEqual({});
  const objects = [...attributes, ...events, ...purchases];
  expect(objects.length).toBeGreaterThan(0);
  expect(objects.length).toBeLessThanOrEqual(75);
  for (const object of objects) {
    expect(dumpedBytes(object)).toBeLessThanOrEqual(100 * 1024);
    const { external_id, user_alias } = object as { external_id?: string; user_alias?: Json };
    expect(external_id || user_alias?.alias_name).toBeTruthy();
    expectTexts(object, { name: 255, text: 255 });
    // An increment that is repeated counts twice.
    expectNone(object, ({ path }) => path.some((part) => part === 'inc' || String(part).startsWith('$')));
  }
  for (const array of ['events', 'purchases'] as const)
    for (const { time, properties = {} } of json[array] ?? []) {
      expect(time).toMatch(ISO_UTC);
      expect(Buffer.byteLength(JSON.stringify(properties))).toBeLessThanOrEqual(50_000);
      expect(Object.keys(properties).length).toBeLessThanOrEqual(256);
      for (const name of RESERVED[array]) expect(Object.hasOwn(properties, name)).toBe(false);
      expectNone(properties, ({ path, value }) => {
        const listed = path.some((part) => typeof part === 'number');
        const name = path.findLast((part) => typeof part === 'string');
        const dated = /_(at|from|until|date)$/.test(String(name));
        return value === null || (listed && dated && typeof value === 'string' && DATE.test(value));
      });
    }
  for (const { name } of events)
    expect(typeof name === 'string' && name !== '' && name.length <= 255).toBe(true);
  for (const { product_id, currency, price, quantity } of purchases) {
    expect([typeof product_id, typeof price]).toEqual(['string', 'number']);
    expect(currency).toMatch(/^[A-Z]{3}$/);
    expect(quantity).toBe(1);
  }
};
