import { batchItems } from '../../../functions/delivery/batching';
import type { Item } from '../../../functions/platforms/item';
import { toItems } from '../../../functions/platforms/segment/items';
import { type SegmentSimulator, startSegmentSimulator } from '../../../local/simulators/segment';
import {
  left,
  orderCompleted,
  outbound,
  profile,
  settingsOf,
} from '../../functions/platforms/segment/examples';

const HOUR = 3_600_000;
let now = 0;
let segment: SegmentSimulator;

beforeEach(async () => {
  now = 0;
  segment = await startSegmentSimulator({
    writeKey: 'w'.repeat(32),
    publicApiToken: 'p'.repeat(32),
    now: () => now,
  });
});
afterEach(() => segment.close());

async function post(path: string, body: unknown, authorization = basic()): Promise<Response> {
  return fetch(`${segment.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}
const basic = (key = 'w'.repeat(32)) => `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
const track = (more: object = {}) => ({
  type: 'track',
  userId: 'C-1',
  event: 'E',
  messageId: 'm-1',
  ...more,
});

/** Sends items as the connector does. */
async function send(items: readonly Item[], more: Record<string, unknown> = {}): Promise<number[]> {
  const settings = settingsOf({ ...more, ...segment.settings });
  const statuses: number[] = [];
  for (const call of batchItems(items, (target) => outbound.limits(target, settings))) {
    const request = outbound.authorize(outbound.request(call, settings), segment.credentials);
    const answer = await fetch(request.url, { ...request, headers: request.headers });
    statuses.push(answer.status);
  }
  return statuses;
}

test("the connector's items arrive: traits, events, nothing thrown away", async () => {
  const settings = settingsOf({ eCommerceEvents: true });
  expect(await send(toItems([orderCompleted], [profile], settings).items)).toEqual([200]);
  expect(segment.dropped()).toEqual([]);
  const user = segment.user('C-70041');
  expect(user?.traits).toEqual({ ee_points_balance: 1250, ee_tier_name: 'Gold', ee_marketing_opt_in: true });
  expect(user?.events.map(({ event }) => event)).toEqual(['EE Order Completed', 'Order Completed']);
  expect(segment.users()).toHaveLength(1);
});

test('the same items again have no second effect within 24 hours, and one after that', async () => {
  const { items } = toItems([orderCompleted], [profile], settingsOf());
  await send(items);
  now = 23 * HOUR;
  await send(items);
  expect(segment.repeats()).toBe(2);
  expect([...segment.effects().values()]).toEqual([1, 1]);
  now = 25 * HOUR;
  await send(items);
  expect([...segment.effects().values()]).toEqual([2, 2]);
});

test("the connector's erasure deletes the user, and needs the Public API's token", async () => {
  await send(toItems([orderCompleted], [], settingsOf()).items);
  const { items } = toItems([left], [profile], settingsOf({ onLeave: 'erase' }));
  expect(await send(items)).toEqual([200]);
  expect(segment.user('C-70041')).toBeNull();
  expect((await post('/regulations', {}, 'Bearer wrong')).status).toBe(401);
  expect(
    (await post('/regulations', { regulationType: 'DELETE_ONLY' }, `Bearer ${'p'.repeat(32)}`)).status,
  ).toBe(422);
});

test.each([
  ['a wrong write key', track(), basic('x'), 'an unknown write key'],
  ['no user', track({ userId: undefined }), basic(), 'no userId or anonymousId'],
  ['no event name', track({ event: '' }), basic(), 'a track call without event'],
  [
    'a long messageId',
    track({ messageId: 'm'.repeat(100) }),
    basic(),
    'a messageId of 100 characters or more',
  ],
  ['a time without zone', track({ timestamp: '2026-01-01T00:00:00' }), basic(), 'a timestamp without zone'],
  ['no type', { userId: 'C-1' }, basic(), 'no known type'],
])('%s is answered 200, and thrown away', async (_, event, authorization, reason) => {
  const answer = await post('/v1/batch', { batch: [event] }, authorization);
  expect(answer.status).toBe(200);
  expect(segment.dropped().map((dropped) => dropped.reason)).toEqual([reason]);
  expect(segment.users()).toEqual([]);
});

test('more than 2,500 events are answered 200, and thrown away', async () => {
  await post('/v1/batch', {
    batch: Array.from({ length: 2501 }, (_, index) => track({ messageId: `m${index}` })),
  });
  expect(segment.dropped()).toHaveLength(2501);
});

test.each([
  ['broken JSON', '{"batch":['],
  ['an event over 32 KB', { batch: [track({ properties: { note: 'x'.repeat(33_000) } })] }],
  [
    'a batch over 500 KB',
    { batch: Array.from({ length: 20 }, () => track({ properties: { n: 'x'.repeat(30_000) } })) },
  ],
])('%s is answered 400, and nothing of it counts', async (_, body) => {
  expect((await post('/v1/batch', body)).status).toBe(400);
  expect(segment.users()).toEqual([]);
});

test('without any write key it is answered 400', async () => {
  expect((await post('/v1/batch', { batch: [track()] }, '')).status).toBe(400);
});

test('faults come before or behind the effect', async () => {
  segment.fail({ kind: 'reset', effect: true });
  await expect(post('/v1/batch', { batch: [track()] })).rejects.toThrow();
  expect(segment.effects().get('m-1')).toBe(1);
  segment.fail({ kind: 'answer', status: 429, headers: { 'retry-after': '3' } });
  expect((await post('/v1/batch', { batch: [track({ messageId: 'm-2' })] })).headers.get('retry-after')).toBe(
    '3',
  );
  expect(segment.effects().has('m-2')).toBe(false);
});
