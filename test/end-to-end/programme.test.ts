import { readFileSync } from 'node:fs';
import type { Local } from '../../local/local';
import { until } from '../local/until';
import { brazeOf, postEvent, startBundle, stopBundle } from './bundle';

jest.setTimeout(90_000);

let local: Local;
beforeAll(async () => {
  local = await startBundle({ visibilitySeconds: 3 });
});
afterAll(() => stopBundle(local));

const sample = (name: string): unknown => JSON.parse(readFileSync(`samples/air/${name}.json`, 'utf8'));
const eventsOf = (user: string, name: string) =>
  (brazeOf(local).profile(user)?.events ?? []).filter((event) => event.name === name);
const postAll = async (...names: string[]) => {
  for (const name of names) expect((await postEvent(local, sample(name))).status).toBe(202);
};
const idle = () => until(async () => (await local.waiting('braze-news')) === 0, { withinMs: 40_000 });

test('joining in several calls and leaving again: Braze is told each once, of the right consumer', async () => {
  const steps = [
    'join-in-steps-1-wallet',
    'join-in-steps-2-identity',
    'join-in-steps-3-scheme',
    'join-in-steps-4-profile',
  ];
  // AIR may deliver each more than once.
  await postAll(...steps, ...steps);
  // The wallet alone has no identity yet: its event waits for the one that brings it.
  await until(() => eventsOf('CUST-4730', 'EE Loyalty Program Joined').length === 1, { withinMs: 60_000 });
  await postAll('leave', 'leave');
  await until(() => eventsOf('CUST-4730', 'EE Loyalty Program Left').length === 1, { withinMs: 40_000 });
  await idle();
  expect(eventsOf('CUST-4730', 'EE Loyalty Program Joined')).toHaveLength(1);
  expect(eventsOf('CUST-4730', 'EE Loyalty Program Left')).toHaveLength(1);
  expect(brazeOf(local).profile('CUST-4730')?.attributes).toMatchObject({ ee_loyalty_status: 'left' });
  expect(await local.deadLetters('braze-news')).toEqual([]);
});

test('a full refund after its purchase tells what was paid back, and not what the till lists', async () => {
  await postAll('purchase-settle');
  await until(() => eventsOf('CUST-4711', 'EE Order Completed').length === 1, { withinMs: 40_000 });
  await postAll('refund-full', 'refund-full');
  await until(() => eventsOf('CUST-4711', 'EE Order Refunded').length === 1, { withinMs: 40_000 });
  await idle();
  const [order] = eventsOf('CUST-4711', 'EE Order Completed');
  const refunds = eventsOf('CUST-4711', 'EE Order Refunded');
  expect(refunds).toHaveLength(1);
  expect(refunds[0]?.properties).toMatchObject({
    total: order?.properties?.total,
    order_id: order?.properties?.order_id,
  });
  expect(refunds[0]?.properties?.list_total).not.toBe(order?.properties?.total);
});
