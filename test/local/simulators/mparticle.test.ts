import { batchItems } from '../../../functions/delivery/batching';
import type { Item } from '../../../functions/platforms/item';
import { toItems } from '../../../functions/platforms/mparticle/items';
import { type MparticleSimulator, startMparticleSimulator } from '../../../local/simulators/mparticle';
import {
  EVENT_ID,
  left,
  orderCompleted,
  outbound,
  profile,
  settingsOf,
} from '../../functions/platforms/mparticle/examples';

const DAY = 24 * 3_600_000;
const SECRETS = { apiKey: 'ak', apiSecret: 'as', workspaceKey: 'wk', workspaceSecret: 'ws' };
let now = 0;
let mparticle: MparticleSimulator;

beforeEach(async () => {
  now = 0;
  mparticle = await startMparticleSimulator({ ...SECRETS, now: () => now });
});
afterEach(() => mparticle.close());

const basic = (pair = 'ak:as') => `Basic ${Buffer.from(pair).toString('base64')}`;
async function post(path: string, body: unknown, authorization = basic()): Promise<Response> {
  return fetch(`${mparticle.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}
const custom = (more: object = {}) => ({
  event_type: 'custom_event',
  data: { event_name: 'E', custom_event_type: 'other', timestamp_unixtime_ms: 1, ...more },
});
const batch = (more: object = {}) => ({
  environment: 'production',
  user_identities: { customer_id: 'C-1' },
  events: [custom()],
  ...more,
});

/** Sends items as the connector does. */
async function send(items: readonly Item[], more: Record<string, unknown> = {}): Promise<number[]> {
  const settings = settingsOf({ ...more, ...mparticle.settings });
  const statuses: number[] = [];
  for (const call of batchItems(items, (target) => outbound.limits(target, settings))) {
    const request = outbound.authorize(outbound.request(call, settings), mparticle.credentials);
    statuses.push((await fetch(request.url, { ...request, headers: request.headers })).status);
  }
  return statuses;
}

test("the connector's items arrive in one batch: attributes, custom and commerce events", async () => {
  const { items } = toItems([orderCompleted], [profile], settingsOf({ eCommerceEvents: true }));
  expect(await send(items)).toEqual([202]);
  const user = mparticle.user('C-60012');
  expect(user?.attributes).toEqual({
    ee_points_balance: 1250,
    ee_tier_name: 'Gold',
    ee_marketing_opt_in: true,
  });
  expect(user?.events.map(({ name }) => name)).toEqual(['EE Order Completed', 'purchase']);
  expect(user?.events[0]).toMatchObject({
    sourceMessageId: EVENT_ID,
    timestamp: Date.parse(orderCompleted.occurredAt),
  });
  expect(mparticle.users()).toHaveLength(1);
});

test('the same items again have no second effect for 30 days', async () => {
  const { items } = toItems([orderCompleted], [profile], settingsOf());
  await send(items);
  now = 29 * DAY;
  await send(items);
  expect(mparticle.repeats()).toBe(1);
  expect(mparticle.effects().get(EVENT_ID)).toBe(1);
  now = 31 * DAY;
  await send(items);
  expect(mparticle.effects().get(EVENT_ID)).toBe(2);
});

test.each(['customer_id', 'other_id_4', 'mobile_number'])(
  'an erasure by %s deletes the user, once',
  async (userIdentity) => {
    const own = { onLeave: 'erase', userIdentity };
    await send(toItems([orderCompleted], [], settingsOf(own)).items, own);
    expect(mparticle.user('C-60012', userIdentity)).not.toBeNull();
    const { items } = toItems([left], [profile], settingsOf(own));
    expect(await send(items, own)).toEqual([201]);
    expect(mparticle.user('C-60012', userIdentity)).toBeNull();
    expect(await send(items, own)).toEqual([400]);
    const [erasure] = items;
    expect(await send([{ ...erasure!, id: 'another' }], own)).toEqual([409]);
  },
);

test.each([
  ['/v2/events', '', 401],
  ['/v2/events', basic('ak:wrong'), 403],
  ['/v3/requests/', basic('ak:as'), 403],
  ['/v2/other', basic(), 404],
])('%s with the header %p is answered %i', async (path, authorization, status) => {
  expect((await post(path, batch(), authorization)).status).toBe(status);
});

const bad: [string, object][] = [
  ['no environment', batch({ environment: undefined })],
  ['nobody', batch({ user_identities: {} })],
  ['an unknown identity', batch({ user_identities: { loyalty_id: '1' } })],
  ['an unknown field', batch({ userId: '1' })],
  ['no event name', batch({ events: [custom({ event_name: '' })] })],
  ['no custom event type', batch({ events: [custom({ custom_event_type: 'loyalty' })] })],
  ['a time in fractions', batch({ events: [custom({ timestamp_unixtime_ms: 1.5 })] })],
  ['nested attributes', batch({ events: [custom({ custom_attributes: { products: [{ id: 1 }] } })] })],
  ['a long value', batch({ user_attributes: { note: 'x'.repeat(4097) } })],
  [
    '101 attributes',
    batch({ user_attributes: Object.fromEntries([...Array(101).keys()].map((n) => [`a${n}`, n])) }),
  ],
  [
    'a batch over 128 KB',
    batch({
      events: Array.from({ length: 40 }, () => custom({ custom_attributes: { n: 'x'.repeat(4000) } })),
    }),
  ],
  [
    'a purchase without amount',
    batch({ events: [{ event_type: 'commerce_event', data: { product_action: { action: 'purchase' } } }] }),
  ],
];

test.each(bad)('%s is answered 400 alone, and thrown away behind a 202 in bulk', async (_, wrong) => {
  const answer = await post('/v2/events', wrong);
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({
    errors: [{ code: 'BAD_REQUEST', message: expect.any(String) }],
  });
  if (JSON.stringify(wrong).length < 128 * 1024) {
    expect((await post('/v2/bulkevents', [wrong, batch({ user_identities: { email: 'e' } })])).status).toBe(
      202,
    );
    expect(mparticle.dropped()).toHaveLength(1);
    expect(mparticle.users()).toHaveLength(1);
  }
});

test('broken JSON and more than 100 batches are answered 400', async () => {
  expect((await post('/v2/events', '{"environment":')).status).toBe(400);
  expect(
    (
      await post(
        '/v2/bulkevents',
        Array.from({ length: 101 }, () => batch()),
      )
    ).status,
  ).toBe(400);
});

test('more than 270 batches in a second are answered 429, with the time to wait', async () => {
  await post(
    '/v2/bulkevents',
    Array.from({ length: 100 }, () => batch()),
  );
  await post(
    '/v2/bulkevents',
    Array.from({ length: 100 }, () => batch()),
  );
  const answer = await post(
    '/v2/bulkevents',
    Array.from({ length: 71 }, () => batch()),
  );
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '1']);
  now = 1_000;
  expect((await post('/v2/events', batch())).status).toBe(202);
});
