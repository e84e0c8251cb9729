/**
 * Klaviyo's documented limits and shapes.
 * https://github.com/klaviyo/openapi (`create_event.json`, `bulk_create_events.json`, `create_or_update_profile.json`)
 * https://developers.klaviyo.com/en/reference/events_api_overview#limitations
 */
import type { Documented } from '../contract/outbound';
import { CURRENCY, dumpedBytes, expectNone, type Json } from '../contract/shapes';

// biome-ignore lint/suspicious/noExplicitAny: JSON:API resources of many shapes.
type Resource = any;

const IDENTIFIERS = ['external_id', 'email', 'phone_number'];
const E_COMMERCE = ['Placed Order', 'Refunded Order'];

function checkProfile({ data }: Resource): void {
  expect(data.type).toBe('profile');
  const identifiers = Object.keys(data.attributes).filter((name) => IDENTIFIERS.includes(name));
  expect(identifiers).toHaveLength(1);
  expect(data.attributes[identifiers[0]!].length).toBeLessThanOrEqual(255);
  expect(dumpedBytes(data)).toBeLessThanOrEqual(100_000);
}

function checkEvent(attributes: Resource): void {
  const { properties, time, unique_id, metric, value, value_currency } = attributes;
  // To the second: Klaviyo drops the rest.
  expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  expect(Date.parse(time)).toBeGreaterThan(Date.parse('1990-01-01'));
  expect(typeof unique_id === 'string' && unique_id !== '').toBe(true);
  const { name } = metric.data.attributes;
  expect(metric.data.type).toBe('metric');
  expect(name.length > 0 && name.length < 128).toBe(true);
  expect(Object.keys(properties).length).toBeLessThanOrEqual(400);
  expectNone(properties, ({ path, value: leaf }) => {
    const deep = path.length > 10 || path.some((part) => typeof part === 'number' && part >= 4_000);
    return deep || (typeof leaf === 'string' && Buffer.byteLength(leaf) > 100_000);
  });
  if (E_COMMERCE.includes(name)) {
    expect(typeof value).toBe('number');
    expect(value_currency).toMatch(CURRENCY);
  } else expect([value, value_currency]).toEqual([undefined, undefined]);
}

const CHECKS: Readonly<Record<string, (data: Resource) => void>> = {
  '/api/events': ({ type, attributes }) => {
    expect(type).toBe('event');
    checkEvent(attributes);
    checkProfile(attributes.profile);
  },
  '/api/event-bulk-create-jobs': ({ type, attributes }) => {
    expect(type).toBe('event-bulk-create-job');
    const { data } = attributes['events-bulk-create'];
    expect(data.length).toBeLessThanOrEqual(1_000);
    const ids = data.map((entry: Resource) => {
      expect(entry.type).toBe('event-bulk-create');
      checkProfile(entry.attributes.profile);
      const [event] = entry.attributes.events.data;
      checkEvent(event.attributes);
      return event.attributes.unique_id;
    });
    // One repeat and the whole call fails.
    expect(new Set(ids).size).toBe(ids.length);
  },
  '/api/profile-import': (data) => checkProfile({ data }),
  '/api/data-privacy-deletion-jobs': ({ type, attributes }) => {
    expect(type).toBe('data-privacy-deletion-job');
    checkProfile(attributes.profile);
    expect(attributes.profile.data.attributes.external_id).toBeUndefined();
  },
  '/api/profile-subscription-bulk-delete-jobs': ({ type, attributes, relationships }) => {
    expect(type).toBe('profile-subscription-bulk-delete-job');
    expect(attributes.profiles.data.length).toBeLessThanOrEqual(100);
    // Without a list Klaviyo unsubscribes from everything.
    expect(relationships.list.data.id).toBeTruthy();
  },
};

export const documented: Documented = ({ url, headers, body }) => {
  expect(headers.revision).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(headers['content-type']).toBe('application/vnd.api+json');
  const { data, ...rest } = JSON.parse(body) as Json;
  expect(dumpedBytes(data)).toBeLessThanOrEqual(5_000_000);
  expect(rest).toEqual({});
  CHECKS[new URL(url).pathname]!(data);
};
