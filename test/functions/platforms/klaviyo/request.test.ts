import { readFileSync } from 'node:fs';
import type { Item } from '../../../../functions/platforms/item';
import { arranged, bodyOf, event, events, itemsOf, outbound, profile, settings } from './examples';

const sample = (name: string) =>
  JSON.parse(readFileSync(`samples/platforms/klaviyo/outbound/${name}.json`, 'utf8'));
const requestOf = (items: readonly Item[]) => outbound.request(items, settings());

test('a single event, a bulk of events, and a profile: each its endpoint, all with revision and JSON:API', () => {
  const single = requestOf(itemsOf([event('Points Spent')]).items);
  const bulk = requestOf(arranged(itemsOf(events(24)).items));
  const upsert = requestOf(itemsOf([], [profile()]).items);
  expect([single, bulk, upsert].map(({ url }) => url)).toEqual([
    'https://a.klaviyo.com/api/events',
    'https://a.klaviyo.com/api/event-bulk-create-jobs',
    'https://a.klaviyo.com/api/profile-import',
  ]);
  for (const { method, headers } of [single, bulk, upsert]) {
    expect(method).toBe('POST');
    expect(headers).toEqual({
      'content-type': 'application/vnd.api+json',
      accept: 'application/vnd.api+json',
      revision: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    });
  }
});

test('in bulk every event is an entry of its own, by whose place Klaviyo names it', () => {
  const items = arranged(itemsOf(events(24)).items);
  const entries = bodyOf(items).data.attributes['events-bulk-create'].data;
  expect(entries).toHaveLength(24);
  expect(entries[5]).toEqual({
    type: 'event-bulk-create',
    attributes: {
      profile: { data: { type: 'profile', attributes: { external_id: 'KC-5' } } },
      events: {
        data: [
          {
            type: 'event',
            attributes: {
              properties: { points: 5 },
              time: '2026-06-02T07:15:40Z',
              unique_id: items[5]!.id,
              metric: { data: { type: 'metric', attributes: { name: 'EE Points Spent' } } },
            },
          },
        ],
      },
    },
  });
});

test('a bulk call of which one event is left is a single call, where a repeat does no harm', () => {
  const [first] = arranged(itemsOf(events(24)).items);
  expect(first!.target).toBe('events');
  expect(requestOf([first!])).toEqual(requestOf(itemsOf(events(1)).items));
});

test('one profile, one event, one deletion a call; 100 profiles are unsubscribed at a time', () => {
  const limit = (target: string) => outbound.limits(target, settings()).items;
  expect(['profile', 'event', 'erase', 'unsubscribe', 'events'].map(limit)).toEqual([1, 1, 1, 100, 1000]);
});

test('the key stands in the header, and only after authorizing', () => {
  const request = requestOf(itemsOf([event('Points Spent')]).items);
  expect(JSON.stringify(request)).not.toContain('pk_');
  expect(outbound.authorize(request, { privateKey: 'pk_1' }).headers).toEqual({
    ...request.headers,
    authorization: 'Klaviyo-API-Key pk_1',
  });
});

test('the sample shows what is sent', () => {
  const { events: given, profiles } = sample('loyalty');
  const { items } = itemsOf(given, profiles, { eCommerceEvents: true });
  expect(items.map((item) => bodyOf([item]))).toEqual([
    sample('profile-import'),
    sample('event'),
    sample('placed-order'),
  ]);
});
