import { readFileSync } from 'node:fs';
import { batchItems } from '../../../../functions/delivery/batching';
import { event, events, itemsOf, outbound, profile, settings } from './examples';

const sample = (name: string) =>
  JSON.parse(readFileSync(`samples/platforms/bloomreach/outbound/${name}.json`, 'utf8'));

test('commands go to the project’s batch endpoint', () => {
  const { items } = itemsOf([event('Points Spent')], [profile()]);
  const request = outbound.request(items, settings({ apiUrl: 'https://cz.exponea.example/' }));
  expect(request).toMatchObject({
    method: 'POST',
    url: 'https://cz.exponea.example/track/v2/projects/f0e1-test/batch',
    headers: { 'content-type': 'application/json' },
  });
  expect(JSON.parse(request.body)).toEqual({ commands: items.map(({ body }) => body) });
});

test('50 commands a call; 1,000 customers to anonymize', () => {
  const calls = batchItems(itemsOf(events(120)).items, (target) => outbound.limits(target, settings()));
  expect(calls.map((call) => call.length)).toEqual([50, 50, 20]);
  const left = itemsOf(events(1_200, 'Loyalty Program Left'), [], { onLeave: 'erase' }).items;
  const erasures = batchItems(left, (target) => outbound.limits(target, settings()));
  expect(erasures.map((call) => call.length)).toEqual([1000, 200]);
  expect(outbound.request(erasures[0]!, settings()).url).toBe(
    'https://api.exponea.com/data/v2/projects/f0e1-test/customers/anonymize_bulk',
  );
});

test('with an API secret access is private, without one public; the key stands only in the header', () => {
  const request = outbound.request(itemsOf([event('Points Spent')]).items, settings());
  const header = (credentials: { apiKeyId: string; apiSecret?: string }) =>
    outbound.authorize(request, credentials).headers.authorization;
  expect(header({ apiKeyId: 'key', apiSecret: 'secret' })).toBe('Basic a2V5OnNlY3JldA==');
  expect(header({ apiKeyId: 'key' })).toBe('Token key');
  expect(request.headers).not.toHaveProperty('authorization');
});

test('the sample shows what is sent', () => {
  const { events: given, profiles } = sample('loyalty');
  const { items } = itemsOf(given, profiles, { eCommerceEvents: true });
  expect(JSON.parse(outbound.request(items, settings()).body)).toEqual(sample('batch'));
});
