import { batchItems } from '../../../functions/delivery/batching';
import { judgeStatus } from '../../../functions/platforms/http-answer';
import type { Item } from '../../../functions/platforms/item';
import type { CallVerdict } from '../../../functions/platforms/outcome';
import { type KlaviyoSimulator, startKlaviyoSimulator } from '../../../local/simulators/klaviyo';
import {
  arranged,
  event,
  events,
  itemsOf,
  outbound,
  profile,
  settings,
} from '../../functions/platforms/klaviyo/examples';

let now = Date.parse('2026-06-02T08:00:00Z');
let klaviyo: KlaviyoSimulator;
const start = async (more: Partial<Parameters<typeof startKlaviyoSimulator>[0]> = {}) => {
  klaviyo = await startKlaviyoSimulator({ privateKey: 'pk_sim', now: () => now, ...more });
};
beforeEach(() => start());
afterEach(() => klaviyo.close());

/** Sends items as the connector does, and judges the answers. */
async function send(
  items: readonly Item[],
  more: Parameters<typeof settings>[0] = {},
): Promise<CallVerdict[]> {
  const all = settings({ ...more, ...klaviyo.settings });
  const verdicts: CallVerdict[] = [];
  for (const call of batchItems(items, (target) => outbound.limits(target, all))) {
    const request = outbound.authorize(outbound.request(call, all), klaviyo.credentials);
    const response = await fetch(request.url, { ...request, headers: request.headers });
    const answer = {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    };
    verdicts.push(outbound.read(answer, call) ?? judgeStatus(answer, call, now));
  }
  return verdicts;
}
const statuses = (verdicts: readonly CallVerdict[]) =>
  verdicts.flatMap((verdict) =>
    verdict.kind === 'items' ? verdict.outcomes.map(({ status }) => status) : 'refused',
  );

test('the connector’s items arrive: properties, events, money only on the order', async () => {
  const { items } = itemsOf([event('Order Completed', { order_id: 'O-1', total: 9.5 })], [profile()], {
    eCommerceEvents: true,
  });
  expect(statuses(await send(items))).toEqual(['delivered', 'delivered', 'delivered']);
  const found = klaviyo.profile('KC-204')!;
  expect(found.properties).toEqual({ ee_points_balance: 310, ee_tier_name: 'Bronze' });
  expect(found.events.map(({ metric, value, currency, time }) => [metric, value, currency, time])).toEqual([
    ['EE Order Completed', null, null, '2026-06-02T07:15:40Z'],
    ['Placed Order', 9.5, 'GBP', '2026-06-02T07:15:40Z'],
  ]);
});

test('two happenings of one kind within a second are two: each has its own unique_id', async () => {
  await send(itemsOf([event('Points Spent', {}, { id: 'a' }), event('Points Spent', {}, { id: 'b' })]).items);
  expect(klaviyo.profile('KC-204')!.events).toHaveLength(2);
});

test('a repeat of a single event is dropped, and counts as delivered', async () => {
  const { items } = itemsOf([event('Points Spent')]);
  await send(items);
  expect(statuses(await send(items))).toEqual(['delivered']);
  expect(klaviyo.profile('KC-204')!.events).toHaveLength(1);
  expect(klaviyo.repeats()).toBe(1);
});

test('a thousand events arrive by one bulk call', async () => {
  const verdicts = await send(arranged(itemsOf(events(1_000)).items));
  expect(new Set(statuses(verdicts))).toEqual(new Set(['delivered']));
  expect(klaviyo.calls.map(({ path }) => path)).toEqual(['/api/event-bulk-create-jobs']);
  expect(klaviyo.profiles()).toHaveLength(1_000);
});

test('one bad event refuses a bulk call, and is named; without it the rest is taken', async () => {
  const given = events(30).map((one, index) =>
    index === 4
      ? { ...one, identity: { type: 'EMAIL', value: 'no address' } }
      : { ...one, identity: { type: 'EMAIL', value: `m${index}@shop.example` } },
  );
  const byEmail = { profileIdentifier: 'email' } as const;
  const items = arranged(itemsOf(given, [], byEmail).items, byEmail);
  const [verdict] = await send(items, byEmail);
  expect(verdict).toMatchObject({ kind: 'refused', guilty: [{ index: 4, detail: '400 invalid: email' }] });
  expect(klaviyo.profiles()).toEqual([]);
  const rest = items.filter((_, index) => index !== 4);
  expect(new Set(statuses(await send(rest, byEmail)))).toEqual(new Set(['delivered']));
  expect(klaviyo.profiles()).toHaveLength(29);
});

describe('a bulk call with an event that Klaviyo has already', () => {
  const { items } = itemsOf(events(30));

  test('is refused with nobody guilty; alone, the repeat is dropped and the others arrive', async () => {
    await send([items[7]!]);
    const [verdict] = await send(arranged(items));
    expect(verdict).toMatchObject({ kind: 'refused' });
    expect(verdict).not.toHaveProperty('guilty');
    for (const item of arranged(items)) expect(statuses(await send([item]))).toEqual(['delivered']);
    expect(klaviyo.repeats()).toBe(1);
    expect(klaviyo.profiles().map((found) => found.events.length)).toEqual(items.map(() => 1));
  });

  test('may fail behind a 202, and lose them all: so what may have been sent never goes there', async () => {
    await klaviyo.close();
    await start({ failLate: true });
    await send([items[7]!]);
    expect(new Set(statuses(await send(arranged(items))))).toEqual(new Set(['delivered']));
    expect(klaviyo.profiles()).toHaveLength(1);

    const careful = outbound.arrange!(items, (item) => item === items[7], settings());
    await send(careful);
    expect(klaviyo.profiles()).toHaveLength(30);
    expect(klaviyo.repeats()).toBe(1);
  });
});

test('150 bulk calls a minute: the next one is told how long to wait', async () => {
  const items = arranged(itemsOf(events(24)).items);
  let last: CallVerdict | undefined;
  for (let call = 0; call <= 150; call++) {
    now += 150;
    const fresh = items.map((item) => ({
      ...item,
      body: { ...(item.body as object), unique_id: `${item.id}:${call}` },
    }));
    [last] = await send(fresh);
  }
  expect(last).toMatchObject({ kind: 'items' });
  const [outcome] = last!.kind === 'items' ? last!.outcomes : [];
  expect(outcome).toMatchObject({ status: 'retry', trouble: 'connector', reason: 'platform-throttled' });
  expect((outcome as { delayMs: number }).delayMs).toBeGreaterThan(30_000);
});

test('a wrong key is the connector’s trouble', async () => {
  const request = outbound.request(itemsOf([event('Points Spent')]).items, settings(klaviyo.settings));
  const answer = await fetch(request.url, {
    ...request,
    headers: { ...request.headers, authorization: 'Klaviyo-API-Key x' },
  });
  expect(answer.status).toBe(401);
});

test('an e-mail that is another profile’s is a conflict, tried again for a while', async () => {
  await send(
    itemsOf([], [profile({ email: 'ada@shop.example' }, { identity: { type: 'C', value: 'A' } })]).items,
  );
  await send(itemsOf([], [profile({}, { identity: { type: 'C', value: 'B' } })]).items);
  await send(itemsOf([], [profile({ ee_x: 1 }, { identity: { type: 'C', value: 'B' } })]).items);
  const [verdict] = await send(
    itemsOf([], [profile({ email: 'ada@shop.example' }, { identity: { type: 'C', value: 'B' } })]).items,
  );
  expect(verdict).toMatchObject({ outcomes: [{ status: 'retry', trouble: 'item' }] });
});

describe('leaving', () => {
  const gone = event('Loyalty Program Left', {}, { identity: { type: 'EMAIL', value: 'ada@shop.example' } });
  const byEmail = { profileIdentifier: 'email', leaveListId: 'L1ST' } as const;

  test('unsubscribes from the list, and keeps the profile', async () => {
    const change = { ...byEmail, onLeave: 'unsubscribe' } as const;
    expect(statuses(await send(itemsOf([gone], [], change).items, change))).toEqual([
      'delivered',
      'delivered',
    ]);
    expect(klaviyo.profile('ada@shop.example')!.unsubscribed).toEqual([
      { list: 'L1ST', channels: ['email'] },
    ]);
  });

  test('erases; once more there is nothing to erase, and that is fine', async () => {
    const change = { ...byEmail, onLeave: 'erase' } as const;
    await send(itemsOf([event('Points Spent', {}, { identity: gone.identity })], [], change).items, change);
    for (let time = 0; time < 2; time++)
      expect(statuses(await send(itemsOf([gone], [], change).items, change))).toEqual(['delivered']);
    expect(klaviyo.profiles()).toEqual([]);
  });
});

test.each([
  ['no revision', { revision: '' }, 400],
  ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
])('%s is refused', async (_, headers, status) => {
  const request = outbound.authorize(
    outbound.request(itemsOf([event('Points Spent')]).items, settings(klaviyo.settings)),
    klaviyo.credentials,
  );
  const answer = await fetch(request.url, { ...request, headers: { ...request.headers, ...headers } });
  expect(answer.status).toBe(status);
});
