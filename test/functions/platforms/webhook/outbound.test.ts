import { readFileSync } from 'node:fs';
import { batchItems } from '../../../../functions/delivery/batching';
import { event, events, itemsOf, OTHER_SECRET, outbound, profile, SECRET, settings } from './examples';

const sample = (name: string) =>
  JSON.parse(readFileSync(`samples/platforms/webhook/outbound/${name}.json`, 'utf8'));
const requestOf = (...given: Parameters<typeof itemsOf>) =>
  outbound.request(itemsOf(...given).items, settings(given[2]));

test('profiles and events go into one message, with everything a receiver needs', () => {
  const request = requestOf([event('Points Spent', { points: 480 })], [profile()]);
  expect(request).toMatchObject({ method: 'POST', url: 'https://events.shop.example/loyalty' });
  expect(JSON.parse(request.body)).toEqual({
    type: 'loyalty.batch',
    timestamp: '2026-05-20T12:00:09.004Z',
    data: {
      profiles: [
        {
          id: 'wh-5:w-5:profile',
          as_of: '2026-05-20T12:00:09.004Z',
          wallet_id: 'w-5',
          identity: { type: 'CUSTOMER_ID', value: 'WH-31' },
          attributes: { points_balance: 10_020 },
        },
      ],
      events: [
        {
          id: 'wh-5:w-5:Points Spent:0',
          name: 'Points Spent',
          occurred_at: '2026-05-20T12:00:09.004Z',
          wallet_id: 'w-5',
          identity: { type: 'CUSTOMER_ID', value: 'WH-31' },
          properties: { points: 480 },
        },
      ],
    },
  });
});

test('the sample shows what is sent', () => {
  const { events: given, profiles } = sample('loyalty');
  expect(JSON.parse(requestOf(given, profiles).body)).toEqual(sample('batch'));
});

test('the message’s time is the newest item’s', () => {
  const request = requestOf([
    event('A', {}, { id: '1', occurredAt: '2026-05-20T12:00:09.004Z' }),
    event('B', {}, { id: '2', occurredAt: '2026-05-21T00:00:00.000Z' }),
    event('C', {}, { id: '3', occurredAt: '2026-05-19T00:00:00.000Z' }),
  ]);
  expect(JSON.parse(request.body).timestamp).toBe('2026-05-21T00:00:00.000Z');
});

describe('webhook-id', () => {
  const idOf = (...given: Parameters<typeof itemsOf>) => requestOf(...given).headers['webhook-id'];

  test('is the same for the same items, whenever they are sent', () => {
    const first = requestOf(events(3));
    expect(requestOf(events(3))).toEqual(first);
    const sent = (at: number) => outbound.authorize(first, { signingSecrets: [SECRET] }, at).headers;
    expect(sent(1_000)['webhook-id']).toBe(sent(9_000)['webhook-id']);
    expect(sent(1_000)['webhook-timestamp']).toBe('1');
    expect(sent(9_000)['webhook-timestamp']).toBe('9');
  });

  test('is another for other items, and hides what it is made of', () => {
    const ids = [idOf(events(1)), idOf(events(2)), idOf([], [profile()])];
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(id).toMatch(/^ee_[0-9a-f]{40}$/);
  });
});

describe('limits', () => {
  test('items and bytes of the settings, with everything around the items', () => {
    const change = { maxItems: 40, maxBytes: 16_384 };
    const { items } = itemsOf(events(200, 'Points Spent', { note: 'é'.repeat(200) }), [], change);
    const calls = batchItems(items, (target) => outbound.limits(target, settings(change)));
    for (const call of calls) {
      expect(call.length).toBeLessThanOrEqual(40);
      expect(Buffer.byteLength(outbound.request(call, settings(change)).body)).toBeLessThanOrEqual(16_384);
    }
    expect(calls.flat()).toEqual(items);
  });

  test('an item that is too large loses the end of its lists, and says how much', () => {
    const products = Array.from({ length: 500 }, (_, index) => ({
      product_id: `P-${index}`,
      name: 'n'.repeat(80),
    }));
    const change = { maxBytes: 16_384 };
    const { items, unsendable } = itemsOf(
      [event('Order Completed', { order_id: 'A', products })],
      [],
      change,
    );
    expect(unsendable).toEqual([]);
    const { properties } = items[0]!.body as {
      properties: { products: unknown[]; products_omitted: number };
    };
    expect(properties.products.length + properties.products_omitted).toBe(500);
    expect(Buffer.byteLength(outbound.request(items, settings(change)).body)).toBeLessThanOrEqual(16_384);
  });

  test('one that has no lists cannot be sent, and is told', () => {
    const { items, unsendable } = itemsOf([event('A', { note: 'x'.repeat(20_000) })], [], {
      maxBytes: 16_384,
    });
    expect(items).toEqual([]);
    expect(unsendable).toMatchObject([{ id: 'wh-5:w-5:A:0' }]);
  });

  test('without an identity nothing is sent, and it is told', () => {
    const { items, unsendable } = itemsOf([event('A', {}, { identity: null })], [profile({})]);
    expect(items).toEqual([]);
    expect(unsendable).toMatchObject([{ id: 'wh-5:w-5:A:0', detail: 'the identity is not known' }]);
  });
});

test('no secret before authorizing; two secrets are two signatures; an Authorization header where it is asked for', () => {
  const request = requestOf(events(1));
  expect(Object.keys(request.headers)).toEqual(['content-type', 'webhook-id']);
  const { headers } = outbound.authorize(
    request,
    { signingSecrets: [SECRET, OTHER_SECRET], authorization: 'Bearer t' },
    0,
  );
  expect(headers.authorization).toBe('Bearer t');
  const signatures = headers['webhook-signature']!.split(' ');
  expect(signatures).toHaveLength(2);
  expect(new Set(signatures).size).toBe(2);
  expect(JSON.stringify(headers)).not.toContain('whsec_');
});
