import { readFileSync } from 'node:fs';
import { batchItems, bisect } from '../../../functions/delivery/batching';
import type { HttpAnswer } from '../../../functions/platforms/http';
import { judgeStatus } from '../../../functions/platforms/http-answer';
import type { Item } from '../../../functions/platforms/item';
import type { CallVerdict } from '../../../functions/platforms/outcome';
import { type BrazeSimulator, startBrazeSimulator } from '../../../local/simulators/braze';
import { event, itemsOf, outbound, profile, settings } from '../../functions/platforms/braze/events';

const KEY = 'simulated-rest-key';
const TIME = '2026-04-18T10:42:07Z';
let now = Date.parse('2026-04-18T12:00:00Z');
let braze: BrazeSimulator;

beforeEach(async () => {
  braze = await startBrazeSimulator({ restKey: KEY, now: () => now });
});
afterEach(() => braze.close());

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(`${braze.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return {
    status: answer.status,
    headers: answer.headers,
    body: (await answer.json()) as Record<string, unknown>,
  };
}
const track = (body: unknown) => post('/users/track', body);

describe('the workspace', () => {
  test('keeps attributes, events and purchases by user; null removes an attribute', async () => {
    const user = { external_id: 'CU-1' };
    const purchase = { ...user, product_id: 'Completed Order', currency: 'GBP', price: 5.7, time: TIME };
    await track({ attributes: [{ ...user, a: 1, b: 2 }] });
    const { status, body } = await track({
      attributes: [{ ...user, a: null, c: 3 }],
      events: [{ ...user, name: 'EE Points Spent', time: TIME, properties: { points: 5 } }],
      purchases: [purchase],
    });
    expect([status, body]).toEqual([
      201,
      { message: 'success', attributes_processed: 1, events_processed: 1, purchases_processed: 1 },
    ]);
    expect(braze.profile('CU-1')).toMatchObject({
      attributes: { b: 2, c: 3 },
      events: [{ name: 'EE Points Spent', time: TIME, properties: { points: 5 } }],
      purchases: [{ productId: 'Completed Order', price: 5.7, quantity: 1 }],
    });
    expect(braze.profile('CU-1')?.attributes).not.toHaveProperty('a');
    expect(braze.profile('CU-2')).toBeNull();
  });

  test('takes every event for a new one, and counts repeats', async () => {
    const one = { external_id: 'CU-1', name: 'EE Points Spent', time: TIME };
    await track({ events: [one] });
    await track({ events: [one, { ...one, name: 'EE Reward Issued' }] });
    expect(braze.profile('CU-1')?.events).toHaveLength(3);
    expect(Object.fromEntries(braze.eventCounts())).toEqual({
      [`external:CU-1 EE Points Spent ${TIME}`]: 2,
      [`external:CU-1 EE Reward Issued ${TIME}`]: 1,
    });
  });

  test('creates an alias user only where the object says so, and no profile where it forbids it', async () => {
    const user_alias = { alias_name: 'CU-1', alias_label: 'loyalty' };
    await track({
      attributes: [
        { user_alias, a: 1 },
        { external_id: 'CU-9', a: 1, _update_existing_only: true },
      ],
    });
    expect(braze.profiles()).toEqual([]);
    await track({ attributes: [{ user_alias, a: 1, _update_existing_only: false }] });
    expect(braze.aliasProfile('loyalty', 'CU-1')?.attributes).toEqual({ a: 1 });
  });

  test('erases profiles', async () => {
    await track({
      attributes: [
        { external_id: 'CU-1', a: 1 },
        { external_id: 'CU-2', a: 1 },
      ],
    });
    expect(await post('/users/delete', { external_ids: ['CU-1'] })).toMatchObject({
      status: 201,
      body: { deleted: 1 },
    });
    expect(braze.profiles().map(({ externalId }) => externalId)).toEqual(['CU-2']);
  });
});

describe('refuses as Braze does', () => {
  test('a missing or wrong key', async () => {
    expect((await post('/users/track', {}, { authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await post('/users/track', {}, { authorization: '' })).status).toBe(401);
  });

  test('more than 75 objects of all kinds together', async () => {
    const attributes = Array.from({ length: 40 }, (_, index) => ({ external_id: `${index}`, a: 1 }));
    const events = attributes.slice(0, 36).map(({ external_id }) => ({ external_id, name: 'x', time: TIME }));
    expect(await track({ attributes, events })).toMatchObject({
      status: 400,
      body: { message: 'Max Input Length Exceeded' },
    });
    expect(braze.profiles()).toEqual([]);
    expect((await track({ attributes, events: events.slice(1) })).status).toBe(201);
  });

  test('more than 4 MB', async () => {
    const attributes = [{ external_id: 'CU-1', a: 'x'.repeat(4 * 1024 * 1024) }];
    expect((await track({ attributes })).status).toBe(413);
  });

  test('nothing to track, another path, another content type, more than 50 deletions', async () => {
    expect((await track({})).status).toBe(400);
    expect((await track({ attributes: [] })).status).toBe(400);
    expect((await post('/users/other', {})).status).toBe(404);
    expect((await post('/users/track', { events: [] }, { 'content-type': 'text/plain' })).status).toBe(400);
    expect((await post('/users/delete', { external_ids: Array(51).fill('x') })).status).toBe(400);
    expect((await post('/users/delete', { external_ids: ['x'], braze_ids: ['y'] })).status).toBe(400);
  });

  test('a single object, by array and index, while the others are processed', async () => {
    const good = { external_id: 'CU-1', name: 'x', time: TIME };
    const { status, body } = await track({
      events: [good, { name: 'x', time: TIME }, { ...good, time: 'soon' }],
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      message: 'success',
      events_processed: 1,
      errors: [
        { input_array: 'events', index: 1, type: expect.stringContaining("'external_id'") },
        { input_array: 'events', index: 2, type: expect.stringContaining("'time'") },
      ],
    });
  });

  test.each([
    ['events', { name: '' }],
    ['events', { time: '2026-04-18' }],
    ['events', { properties: { time: 1 } }],
    ['events', { properties: { $a: 1 } }],
    ['events', { properties: { a: 'x'.repeat(256) } }],
    ['events', { properties: { sent_at: [TIME] } }],
    ['events', { properties: { a: [{ valid_until: '2026-04-18' }] } }],
    ['events', { properties: { a: null } }],
    ['events', { properties: { a: Array(9_000).fill('123456') } }],
    ['events', { name: 'ecommerce.order_placed', properties: { order_id: 'A' } }],
    ['purchases', { price: '5.70' }],
    ['purchases', { currency: 'pounds' }],
    ['purchases', { quantity: 101 }],
    ['purchases', { product_id: '' }],
    ['purchases', { properties: { currency: 'GBP' } }],
    ['attributes', { $a: 1 }],
    ['attributes', { a: 'x'.repeat(256) }],
    ['attributes', { external_id: '' }],
  ])('%s with %j', async (array, change) => {
    const object = {
      external_id: 'CU-1',
      time: TIME,
      name: 'x',
      product_id: 'p',
      price: 1,
      currency: 'GBP',
      ...change,
    };
    expect((await track({ [array]: [object] })).body.errors).toEqual([
      expect.objectContaining({ input_array: array, index: 0 }),
    ]);
  });

  test('calls over the rate, with the documented headers', async () => {
    const { headers } = await track({});
    expect(headers.get('x-ratelimit-limit')).toBe('3000');
    expect(headers.get('x-ratelimit-remaining')).toBe('2999');
    expect(Number(headers.get('x-ratelimit-reset'))).toBe(now / 1000 + 3);
  });
});

describe('the connector against it', () => {
  /** Sends as delivery does: batches, judges, bisects. @returns outcome by item id. */
  async function deliver(items: readonly Item[], key = KEY): Promise<Record<string, string>> {
    const own = settings(braze.settings);
    const outcomes: Record<string, string> = {};
    const queue = batchItems(items, (target) => outbound.limits(target, own));
    for (let call = queue.shift(); call; call = queue.shift()) {
      const verdict = await send(call, own, key);
      if (verdict.kind === 'refused' && call.length > 1) queue.unshift(...bisect(call, verdict.unknown));
      else if (verdict.kind === 'refused') outcomes[call[0]!.id] = verdict.reason;
      else
        verdict.outcomes.forEach((outcome, index) => {
          outcomes[call[index]!.id] = outcome.status === 'delivered' ? 'delivered' : outcome.reason;
        });
    }
    return outcomes;
  }

  async function send(
    call: readonly Item[],
    own: ReturnType<typeof settings>,
    key: string,
  ): Promise<CallVerdict> {
    const { url, ...request } = outbound.authorize(outbound.request(call, own), { restKey: key });
    const response = await fetch(url, request);
    const answer: HttpAnswer = {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    };
    return outbound.read(answer, call) ?? judgeStatus(answer, call, now);
  }

  const consumer = (id: string) => ({ walletId: id, identity: { type: 'CUSTOMER_ID', value: id } });
  const many = Array.from({ length: 100 }, (_, index) =>
    event('Points Spent', { points: index }, { id: `e${index}`, ...consumer(`CU-${index}`) }),
  );

  test('the sample arrives as a profile with its events', async () => {
    const { events, profiles } = JSON.parse(
      readFileSync('samples/platforms/braze/outbound/loyalty.json', 'utf8'),
    );
    const { items } = itemsOf(events, profiles, { eCommerceEvents: 'recommended' });
    expect(new Set(Object.values(await deliver(items)))).toEqual(new Set(['delivered']));
    const seen = braze.profile('CU-4471-8820');
    expect(seen?.attributes).toMatchObject({ ee_points_balance: 10240, ee_tier_name: 'Silver' });
    expect(seen?.events.map(({ name }) => name)).toEqual([
      'EE Order Completed',
      'ecommerce.order_placed',
      'EE Reward Issued',
    ]);
    expect(braze.calls).toHaveLength(1);
  });

  test('a hundred consumers take two calls, each profile only its own events', async () => {
    await deliver(itemsOf(many).items);
    expect(braze.calls).toHaveLength(2);
    for (const { externalId, events } of braze.profiles())
      expect(events.map(({ properties }) => `CU-${properties.points}`)).toEqual([externalId]);
  });

  test('a wrong key, and a key that is put right', async () => {
    expect(await deliver(itemsOf([event('Points Spent')]).items, 'wrong')).toEqual({
      'ev-1:w-1:Points Spent:0': 'credentials-refused',
    });
    expect(await deliver(itemsOf([event('Points Spent')]).items)).toEqual({
      'ev-1:w-1:Points Spent:0': 'delivered',
    });
  });

  test('an item that Braze refuses fails alone, and nothing is sent twice', async () => {
    braze.poison({ as: 'item', message: 'blocklisted', when: ({ external_id }) => external_id === 'CU-7' });
    const outcomes = await deliver(itemsOf(many).items);
    expect(Object.entries(outcomes).filter(([, outcome]) => outcome !== 'delivered')).toEqual([
      ['e7', 'platform-refused'],
    ]);
    expect(Math.max(...braze.eventCounts().values())).toBe(1);
  });

  test('a call that is refused whole is bisected, and nothing is sent twice', async () => {
    braze.poison({ as: 'call', message: 'Bad syntax', when: ({ external_id }) => external_id === 'CU-7' });
    const outcomes = await deliver(itemsOf(many).items);
    expect(Object.entries(outcomes).filter(([, outcome]) => outcome !== 'delivered')).toEqual([
      ['e7', 'platform-refused'],
    ]);
    expect(braze.eventCounts().size).toBe(99);
    expect(Math.max(...braze.eventCounts().values())).toBe(1);
  });

  test('an error that names no item: the good ones arrive, at most twice', async () => {
    braze.poison({
      as: 'unindexed',
      message: 'something is wrong',
      when: ({ external_id }) => external_id === 'CU-7',
    });
    const outcomes = await deliver(itemsOf(many).items);
    expect(Object.entries(outcomes).filter(([, outcome]) => outcome !== 'delivered')).toEqual([
      ['e7', 'platform-refused'],
    ]);
    expect(braze.eventCounts().size).toBe(99);
    expect(Math.max(...braze.eventCounts().values())).toBe(2);
  });

  test('maintenance: queued is delivered', async () => {
    braze.maintain(true);
    expect(await deliver(itemsOf([], [profile()]).items)).toEqual({ 'ev-1:w-1:profile': 'delivered' });
    expect(braze.calls[0]?.status).toBe(202);
    expect(braze.profile('CU-1')?.attributes).toEqual({ ee_points_balance: 10 });
  });

  test('a 429 says when to come back, in either header', async () => {
    const { items } = itemsOf([], [profile()]);
    const reset = String(now / 1000 + 20);
    const forms: Record<string, string>[] = [
      { 'x-ratelimit-reset': reset },
      { 'x-ratelimit-retry-after': '20' },
      { 'retry-after': '20' },
    ];
    for (const headers of forms) {
      braze.fail({ kind: 'answer', status: 429, headers });
      const verdict = await send(items, settings(braze.settings), KEY);
      expect(verdict).toMatchObject({ outcomes: [{ reason: 'platform-throttled', delayMs: 20_000 }] });
    }
  });

  test('over the rate limit, it is told the window’s end', async () => {
    await braze.close();
    braze = await startBrazeSimulator({ restKey: KEY, now: () => now, callsPerWindow: 20 });
    const own = settings(braze.settings);
    const { items } = itemsOf([], [profile()]);
    for (let call = 0; call < 20; call++) await track({ events: [] });
    expect(await send(items, own, KEY)).toMatchObject({
      outcomes: [{ reason: 'platform-throttled', delayMs: 3_000 }],
    });
    now += 3_000;
    expect(await send(items, own, KEY)).toMatchObject({ outcomes: [{ status: 'delivered' }] });
  });

  test('the documented limit is 3,000 calls in 3 s', async () => {
    const { headers } = await track({ events: [] });
    expect(headers.get('x-ratelimit-limit')).toBe('3000');
  });

  test('leaving with erasure leaves no profile behind', async () => {
    await deliver(itemsOf([], [profile()]).items);
    const { items } = itemsOf([event('Loyalty Program Left')], [profile({ ee_loyalty_status: 'left' })], {
      onLeave: 'erase',
    });
    expect(await deliver(items)).toEqual({ 'ev-1:w-1:Loyalty Program Left:0': 'delivered' });
    expect(braze.profiles()).toEqual([]);
  });
});
