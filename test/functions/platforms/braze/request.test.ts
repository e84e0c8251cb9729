import { readFileSync } from 'node:fs';
import { batchItems } from '../../../../functions/delivery/batching';
import { arrayOf } from '../../../../functions/platforms/braze/request';
import { event, itemsOf, outbound, profile, settings } from './events';

const sample = (name: string) =>
  JSON.parse(readFileSync(`samples/platforms/braze/outbound/${name}.json`, 'utf8'));

test('profiles, events and purchases go into one call to /users/track', () => {
  const { items } = itemsOf([event('Order Completed', { order_id: 'A', total: 3 })], [profile()], {
    eCommerceEvents: 'purchases',
  });
  const request = outbound.request(items, settings());
  expect(request).toMatchObject({
    method: 'POST',
    url: 'https://rest.fra-02.braze.eu/users/track',
    headers: { 'content-type': 'application/json' },
  });
  const body = JSON.parse(request.body);
  expect(Object.keys(body)).toEqual(['attributes', 'events', 'purchases']);
  expect(items.map((item) => [arrayOf(item), item.body])).toEqual([
    ['attributes', body.attributes[0]],
    ['events', body.events[0]],
    ['purchases', body.purchases[0]],
  ]);
});

test('an array without objects is left out', () => {
  const { items } = itemsOf([], [profile()]);
  expect(Object.keys(JSON.parse(outbound.request(items, settings()).body))).toEqual(['attributes']);
});

test('an attribute that somebody renamed to time or product_id is still an attribute', () => {
  const { items } = itemsOf([], [profile({ time: 'x', product_id: 'y' })]);
  expect(items.map(arrayOf)).toEqual(['attributes']);
});

test('what unsubscribes a consumer is an attribute too', () => {
  const { items } = itemsOf([event('Loyalty Program Left')], [], { onLeave: 'unsubscribe' });
  expect(items.map(arrayOf)).toEqual(['events', 'attributes']);
});

test.each(['https://rest.fra-02.braze.eu/', 'https://rest.fra-02.braze.eu'])(
  '%s: no slash is doubled',
  (restUrl) => {
    const { items } = itemsOf([], [profile()]);
    expect(outbound.request(items, settings({ restUrl })).url).toBe(
      'https://rest.fra-02.braze.eu/users/track',
    );
  },
);

test('a path prefix is kept', () => {
  const { items } = itemsOf([], [profile()]);
  const request = outbound.request(items, settings({ restUrl: 'https://proxy.example/braze' }));
  expect(request.url).toBe('https://proxy.example/braze/users/track');
});

describe('erasing', () => {
  const left = (id: string) =>
    event(
      'Loyalty Program Left',
      {},
      { id, walletId: id, identity: { type: 'CUSTOMER_ID', value: `CU-${id}` } },
    );

  test('by external ids', () => {
    const { items } = itemsOf([left('1'), left('2')], [], { onLeave: 'erase' });
    const request = outbound.request(items, settings({ onLeave: 'erase' }));
    expect(request.url).toBe('https://rest.fra-02.braze.eu/users/delete');
    expect(JSON.parse(request.body)).toEqual({ external_ids: ['CU-1', 'CU-2'] });
  });

  test('by user aliases', () => {
    const change = { onLeave: 'erase', aliasLabel: 'loyalty' } as const;
    const { items } = itemsOf([left('1')], [], change);
    expect(JSON.parse(outbound.request(items, settings(change)).body)).toEqual({
      user_aliases: [{ alias_name: 'CU-1', alias_label: 'loyalty' }],
    });
  });

  test('at most 50 in a call', () => {
    const events = Array.from({ length: 120 }, (_, index) => left(String(index)));
    const { items } = itemsOf(events, [], { onLeave: 'erase' });
    const calls = batchItems(items, (target) => outbound.limits(target, settings()));
    expect(calls.map((call) => call.length)).toEqual([50, 50, 20]);
  });
});

test('75 objects of all kinds together, and 4 MB with everything around them', () => {
  const products = Array.from({ length: 700 }, () => ({
    product_id: 'P',
    name: 'Porridge oats 1 kg',
    quantity: 1,
  }));
  const events = Array.from({ length: 100 }, (_, index) =>
    event('Order Completed', { order_id: 'A', products }, { id: `e${index}`, walletId: `w${index}` }),
  );
  const profiles = Array.from({ length: 100 }, (_, index) =>
    profile({ a: 1 }, { id: `p${index}`, walletId: `w${index}` }),
  );
  const { items } = itemsOf(events, profiles);
  const calls = batchItems(items, (target) => outbound.limits(target, settings()));
  for (const call of calls) {
    const body = JSON.parse(outbound.request(call, settings()).body);
    expect((body.attributes?.length ?? 0) + (body.events?.length ?? 0)).toBeLessThanOrEqual(75);
    expect(Buffer.byteLength(outbound.request(call, settings()).body)).toBeLessThanOrEqual(4_000_000);
  }
  expect(calls.flat()).toHaveLength(200);
});

test('the key stands in the header, and only after authorizing', () => {
  const { items } = itemsOf([], [profile()]);
  const request = outbound.request(items, settings());
  expect(JSON.stringify(request)).not.toContain('Bearer');
  expect(outbound.authorize(request, { restKey: 'rest-key' })).toEqual({
    ...request,
    headers: { 'content-type': 'application/json', authorization: 'Bearer rest-key' },
  });
});

test('the sample shows what is sent', () => {
  const { events, profiles } = sample('loyalty');
  const { items } = itemsOf(events, profiles, { eCommerceEvents: 'recommended' });
  expect(JSON.parse(outbound.request(items, settings()).body)).toEqual(sample('users-track'));
});
