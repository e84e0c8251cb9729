import { deliverEvents } from '../../../../functions/delivery/outbound/batch';
import type { Item } from '../../../../functions/platforms/item';
import { airMessage, rewardEvent } from '../support/air-events';
import { outboundContext } from '../support/outbound';
import { testPlatform } from '../support/platform';
import { event, record } from '../support/queue';
import { silenceStdout } from '../support/stdout';
import { worldForEachTest } from '../support/worlds';

silenceStdout();
const { at } = worldForEachTest();

const RECEIVED = Date.parse('2026-03-02T09:00:00Z');
const message = (user: string) =>
  airMessage(rewardEvent({ eventId: `e-${user}`, walletId: user }), { walletId: user, eventId: `e-${user}` });

/** Sends what may have been sent before one by one, as a platform does whose bulk call refuses repeats. */
function arranging(asked: { items: readonly Item[]; before: readonly Item[] }[]) {
  const platform = testPlatform();
  return {
    ...platform,
    limits: (target: string) => ({ items: target === 'alone' ? 1 : 50, bytes: 100_000 }),
    arrange: (items: readonly Item[], mayHaveBeenSent: (item: Item) => boolean) => {
      asked.push({ items, before: items.filter(mayHaveBeenSent) });
      return items.map((item) => (mayHaveBeenSent(item) ? { ...item, target: 'alone' } : item));
    },
  };
}

async function deliver(...records: ReturnType<typeof record>[]) {
  const asked: Parameters<typeof arranging>[0] = [];
  const context = outboundContext(at, { platform: arranging(asked) as never });
  const response = await deliverEvents(event(...records), context, () => 60_000);
  expect(response.batchItemFailures).toEqual([]);
  expect(asked).toHaveLength(1);
  return asked[0]!;
}

test('a platform arranges all items of a delivery at once', async () => {
  const { items, before } = await deliver(
    record(message('501'), { sentAtMs: RECEIVED }),
    record(message('502'), { sentAtMs: RECEIVED + 900 }),
  );
  expect(items).toHaveLength(4);
  expect(before).toEqual([]);
  expect(at.crm.calls.map(({ lines }) => lines.length)).toEqual([4]);
});

test('it is told of items whose message was received before, or is a redrive', async () => {
  const { before } = await deliver(
    record(message('501'), { sentAtMs: RECEIVED }),
    record(message('502'), { sentAtMs: RECEIVED, receiveCount: 2 }),
    record(message('503'), { sentAtMs: RECEIVED + 86_400_000 }),
  );
  expect(new Set(before.map(({ walletId }) => walletId))).toEqual(new Set(['502', '503']));
  expect(at.crm.calls.map(({ lines }) => lines.length)).toEqual([2, 1, 1, 1, 1]);
});
