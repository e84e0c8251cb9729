import { batchItems } from '../../../functions/delivery/batching';
import { judgeStatus } from '../../../functions/platforms/http-answer';
import type { Item } from '../../../functions/platforms/item';
import type { CallVerdict } from '../../../functions/platforms/outcome';
import { startWebhookSimulator, type WebhookSimulator } from '../../../local/simulators/webhook';
import {
  event,
  events,
  itemsOf,
  OTHER_SECRET,
  outbound,
  profile,
  SECRET,
  settings,
} from '../../functions/platforms/webhook/examples';

let receiver: WebhookSimulator;
beforeEach(async () => {
  receiver = await startWebhookSimulator({ signingSecret: SECRET });
});
afterEach(() => receiver.close());

/** Sends items as the connector does, and judges the answers. */
async function send(items: readonly Item[], signingSecrets: string[] = [SECRET], nowMs?: number) {
  const all = settings({ ...receiver.settings });
  const verdicts: CallVerdict[] = [];
  for (const call of batchItems(items, (target) => outbound.limits(target, all))) {
    const request = outbound.authorize(outbound.request(call, all), { signingSecrets }, nowMs);
    const response = await fetch(request.url, { ...request, headers: request.headers });
    const answer = { status: response.status, headers: {}, body: await response.text() };
    verdicts.push(outbound.read(answer, call) ?? judgeStatus(answer, call, 0));
  }
  return verdicts.flatMap((verdict) => (verdict.kind === 'items' ? verdict.outcomes : []));
}

test('the connector’s items arrive', async () => {
  const outcomes = await send(itemsOf([event('Points Spent', { points: 480 })], [profile()]).items);
  expect(outcomes.map(({ status }) => status)).toEqual(['delivered', 'delivered']);
  expect(receiver.consumer('WH-31')).toEqual({
    attributes: { points_balance: 10_020 },
    events: [
      {
        id: 'wh-5:w-5:Points Spent:0',
        name: 'Points Spent',
        occurredAt: '2026-05-20T12:00:09.004Z',
        properties: { points: 480 },
      },
    ],
  });
});

test('a repeat has no second effect, also in another batch', async () => {
  const { items } = itemsOf(events(5));
  await send(items);
  await send([...items.slice(2), ...itemsOf([event('Points Spent')]).items]);
  expect(receiver.repeats()).toBe(3);
  expect([...receiver.consumers().values()].flatMap((consumer) => consumer.events)).toHaveLength(6);
});

test('an older value does not replace a newer one', async () => {
  const at = (asOf: string, balance: number) => profile({ points_balance: balance }, { id: asOf, asOf });
  await send(itemsOf([], [at('2026-05-20T12:00:00.5Z', 5)]).items);
  await send(itemsOf([], [at('2026-05-20T12:00:00Z', 4)]).items);
  expect(receiver.consumer('WH-31')!.attributes).toEqual({ points_balance: 5 });
});

test('with two secrets the receiver accepts either; with a wrong one it accepts nothing', async () => {
  const { items } = itemsOf(events(1));
  expect(await send(items, [OTHER_SECRET, SECRET])).toMatchObject([{ status: 'delivered' }]);
  expect(await send(items, [OTHER_SECRET])).toMatchObject([
    { status: 'retry', reason: 'credentials-refused' },
  ]);
});

test('a request that was recorded cannot be played again later', async () => {
  expect(await send(itemsOf(events(1)).items, [SECRET], Date.now() - 600_000)).toMatchObject([
    { reason: 'credentials-refused' },
  ]);
});

test('single items are refused, or asked for again, by their id', async () => {
  const { items } = itemsOf(events(4));
  receiver.refuse({ when: ({ id }) => id === items[1]!.id, reason: 'not today', retry: true });
  receiver.refuse({ when: ({ id }) => id === items[2]!.id, reason: 'never', retry: false });
  expect((await send(items)).map(({ status }) => status)).toEqual([
    'delivered',
    'retry',
    'reject',
    'delivered',
  ]);
});
