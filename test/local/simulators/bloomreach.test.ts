import { batchItems } from '../../../functions/delivery/batching';
import type { HttpRequest } from '../../../functions/platforms/http';
import { judgeStatus } from '../../../functions/platforms/http-answer';
import type { Item } from '../../../functions/platforms/item';
import type { CallVerdict } from '../../../functions/platforms/outcome';
import { type BloomreachSimulator, startBloomreachSimulator } from '../../../local/simulators/bloomreach';
import {
  event,
  events,
  itemsOf,
  outbound,
  profile,
  settings,
} from '../../functions/platforms/bloomreach/examples';

let now = 0;
let bloomreach: BloomreachSimulator;
beforeEach(async () => {
  now = Date.parse('2026-03-09T19:00:00Z');
  bloomreach = await startBloomreachSimulator({
    projectToken: 'project-1',
    apiKeyId: 'key',
    apiSecret: 'secret',
    now: () => now,
  });
});
afterEach(() => bloomreach.close());

async function call(request: HttpRequest, items: readonly Item[]): Promise<CallVerdict> {
  const response = await fetch(request.url, { ...request, headers: request.headers });
  const answer = {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  };
  return outbound.read(answer, items) ?? judgeStatus(answer, items, now);
}

/** Sends items as the connector does, and judges the answers. */
async function send(
  items: readonly Item[],
  credentials: object = bloomreach.credentials,
): Promise<CallVerdict[]> {
  const all = settings({ ...bloomreach.settings });
  const verdicts: CallVerdict[] = [];
  for (const batch of batchItems(items, (target) => outbound.limits(target, all)))
    verdicts.push(await call(outbound.authorize(outbound.request(batch, all), credentials), batch));
  return verdicts;
}
const statuses = (verdicts: readonly CallVerdict[]) =>
  verdicts.flatMap((verdict) =>
    verdict.kind === 'items' ? verdict.outcomes.map(({ status }) => status) : 'refused',
  );

test('the connector’s items arrive: properties, events, purchases', async () => {
  const { items } = itemsOf([event('Order Completed', { order_id: 'A', total: 12 })], [profile()], {
    eCommerceEvents: true,
  });
  expect(statuses(await send(items))).toEqual(['delivered', 'delivered', 'delivered']);
  const customer = bloomreach.customer('BR-88')!;
  expect(customer.properties).toEqual({ ee_points_balance: 75 });
  expect(customer.events.map(({ type }) => type).sort()).toEqual(['EE Order Completed', 'purchase']);
  expect(bloomreach.calls).toHaveLength(1);
});

test('public access is enough to track, and not to anonymize', async () => {
  const open = { apiKeyId: 'key' };
  expect(statuses(await send(itemsOf(events(2)).items, open))).toEqual(['delivered', 'delivered']);
  const left = itemsOf([event('Loyalty Program Left')], [], { onLeave: 'erase' }).items;
  expect(await send(left, open)).toMatchObject([{ outcomes: [{ reason: 'credentials-refused' }] }]);
});

test('commands are not executed in their order: the newest value stays all the same', async () => {
  const at = (asOf: string, balance: number) =>
    profile({ ee_points_balance: balance }, { id: asOf, asOf: `2026-03-09T18:${asOf}:00.000Z` });
  await send(itemsOf([], [at('10', 1), at('30', 3), at('20', 2)]).items);
  expect(bloomreach.customer('BR-88')!.properties).toEqual({ ee_points_balance: 3 });
  await send(itemsOf([], [at('15', 9)]).items);
  expect(bloomreach.customer('BR-88')!.properties).toEqual({ ee_points_balance: 3 });
});

test('events stand in order of their own time', async () => {
  const at = (minute: string) =>
    event('Points Spent', { minute }, { id: minute, occurredAt: `2026-03-09T18:${minute}:00.000Z` });
  await send(itemsOf([at('10'), at('30'), at('20')]).items);
  expect(bloomreach.customer('BR-88')!.events.map(({ properties }) => properties.minute)).toEqual([
    '10',
    '20',
    '30',
  ]);
});

test('one consumer who is refused fails alone', async () => {
  bloomreach.refuse('BR-1', 'Customer is not allowed.');
  expect(statuses(await send(itemsOf(events(3)).items))).toEqual(['delivered', 'reject', 'delivered']);
  expect(bloomreach.customers()).toHaveLength(2);
});

test('a repeat has a second effect, and can be found: Bloomreach has no key', async () => {
  const { items } = itemsOf([event('Points Spent')]);
  await send(items);
  await send(items);
  expect([...bloomreach.effects().values()]).toEqual([2]);
});

test('an anonymized customer has neither id nor properties', async () => {
  await send(itemsOf([event('Points Spent')], [profile()]).items);
  expect(
    statuses(await send(itemsOf([event('Loyalty Program Left')], [], { onLeave: 'erase' }).items)),
  ).toEqual(['delivered']);
  expect(bloomreach.customer('BR-88')).toBeNull();
  expect(bloomreach.customers()).toMatchObject([{ ids: {}, properties: {}, anonymized: true }]);
});

test('a wrong project token or key is the connector’s trouble', async () => {
  const { items } = itemsOf(events(2));
  const wrongProject = outbound.authorize(
    outbound.request(items, settings({ ...bloomreach.settings, projectToken: 'other' })),
    bloomreach.credentials,
  );
  const trouble = (reason: string) => ({
    outcomes: [
      { trouble: 'connector', reason },
      { trouble: 'connector', reason },
    ],
  });
  expect(await call(wrongProject, items)).toMatchObject(trouble('endpoint-not-found'));
  expect(await send(items, { apiKeyId: 'wrong' })).toMatchObject([trouble('credentials-refused')]);
});

test('6,000 calls a minute; what is over is dropped, so that it has to be sent again', async () => {
  await bloomreach.close();
  bloomreach = await startBloomreachSimulator({
    projectToken: 'project-1',
    apiKeyId: 'key',
    apiSecret: 'secret',
    rateFactor: 1 / 6000,
    now: () => now,
  });
  const { items } = itemsOf([event('Points Spent')]);
  expect(statuses(await send(items))).toEqual(['delivered']);
  expect(await send(items)).toMatchObject([
    { outcomes: [{ status: 'retry', reason: 'platform-throttled' }] },
  ]);
  expect(bloomreach.customer('BR-88')!.events).toHaveLength(1);
  now += 60_000;
  expect(statuses(await send(items))).toEqual(['delivered']);
});

test.each([
  ['51 commands', { commands: new Array(51).fill({}) }, 400],
  ['no commands', { commands: [] }, 400],
  ['no JSON', 'text', 400],
])('%s are refused as a whole', async (_, body, status) => {
  const response = await fetch(`${bloomreach.url}/track/v2/projects/project-1/batch`, {
    method: 'POST',
    headers: { authorization: 'Token key' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  expect(response.status).toBe(status);
});

test.each([
  [{ name: 'customers', data: { customer_ids: {}, properties: {} } }, 'At least one id'],
  [{ name: 'customers', data: { customer_ids: { card: '1' } } }, 'Unknown customer id'],
  [{ name: 'customers', data: { customer_ids: { registered: '' } } }, 'non-empty'],
  [{ name: 'orders', data: { customer_ids: { registered: '1' } } }, 'Unknown command'],
  [{ name: 'customers/events', data: { customer_ids: { registered: '1' } } }, 'Event type'],
  [
    {
      name: 'customers/events',
      data: { customer_ids: { registered: '1' }, event_type: 'e', timestamp: 1773080405250 },
    },
    'Timestamp',
  ],
  [
    { name: 'customers', data: { customer_ids: { registered: '1' }, properties: { x: 'x'.repeat(17_000) } } },
    'too large',
  ],
])('%j has its own error', async (command, message) => {
  const response = await fetch(`${bloomreach.url}/track/v2/projects/project-1/batch`, {
    method: 'POST',
    headers: { authorization: 'Token key' },
    body: JSON.stringify({ commands: [command] }),
  });
  const { results } = (await response.json()) as { results: { success: boolean; errors: string[] }[] };
  expect(results).toEqual([{ success: false, errors: [expect.stringContaining(message)] }]);
});
