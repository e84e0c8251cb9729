import fc from 'fast-check';
import { batchItems, bisect } from '../../../functions/delivery/batching';
import type { CallLimits, Item } from '../../../functions/platforms/item';
import { itemJson } from '../../../functions/platforms/item-json';

let sequence = 0;
const item = (walletId: string, target = 'track', body: unknown = ''): Item => {
  sequence += 1;
  return { id: `${walletId}-${sequence}`, kind: 'event', target, walletId, body };
};
const limits =
  (items: number, bytes = 1_000_000) =>
  (): CallLimits => ({ items, bytes });
const ids = (batches: readonly (readonly Item[])[]) => batches.map((batch) => batch.map((one) => one.id));

describe('batching', () => {
  test('as few calls as the limits allow', () => {
    const items = Array.from({ length: 160 }, (_, index) => item(`w${index}`));
    expect(batchItems(items, limits(75)).map((batch) => batch.length)).toEqual([75, 75, 10]);
  });

  test('nothing to send is no call', () => {
    expect(batchItems([], limits(75))).toEqual([]);
  });

  test('the byte limit counts what is outside ASCII as escapes, as platforms may', () => {
    const items = Array.from({ length: 4 }, (_, index) => item(`w${index}`, 'track', '🎁'.repeat(10)));
    // 122 bytes an item, 42 in UTF-8.
    expect(batchItems(items, limits(75, 250)).map((batch) => batch.length)).toEqual([2, 2]);
  });

  test('an item larger than a call gets a call of its own, and harms no other', () => {
    const items = [item('a'), item('b', 'track', 'x'.repeat(200)), item('c')];
    expect(
      batchItems(items, limits(75, 100))
        .map((batch) => batch.length)
        .sort(),
    ).toEqual([1, 2]);
  });

  test('targets never share a call, and consumers fill the calls up together', () => {
    const items = ['a', 'b', 'c'].flatMap((wallet) => [item(wallet, 'track'), item(wallet, 'delete')]);
    const batches = batchItems(items, limits(75));
    expect(batches.map((batch) => batch.map(({ walletId, target }) => `${walletId} ${target}`))).toEqual([
      ['a track', 'b track', 'c track'],
      ['a delete', 'b delete', 'c delete'],
    ]);
  });

  test('one consumer’s way through several targets keeps its order', () => {
    const items = [item('a', 'track'), item('a', 'delete'), item('a', 'track'), item('b', 'track')];
    const batches = batchItems(items, limits(75));
    expect(batches.flat().filter(({ walletId }) => walletId === 'a')).toEqual(items.slice(0, 3));
    expect(batches).toHaveLength(3);
  });

  test('however many items there are, a call without room for one is never looked at again', () => {
    const items = Array.from({ length: 10_000 }, (_, index) =>
      item(`w${index % 997}`, index % 7 === 0 ? 'delete' : 'track', 'x'.repeat(index % 90)),
    );
    // Whoever looks whether a call has room asks for its most items.
    let looks = 0;
    const counted = {
      bytes: 5_000,
      get items() {
        looks += 1;
        return 75;
      },
    };
    const batches = batchItems(items, () => counted);
    expect(batches.flat()).toHaveLength(10_000);
    // Each look finds room for its item or is the last one at that call.
    expect(looks).toBeLessThanOrEqual(items.length + batches.length);
  });
});

const anyItems = fc.array(
  fc.record({
    wallet: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    target: fc.constantFrom('track', 'delete', 'import'),
    body: fc.string({ unit: 'grapheme', maxLength: 30 }),
  }),
  { maxLength: 120 },
);
const anyLimits = fc.record({
  items: fc.integer({ min: 1, max: 12 }),
  bytes: fc.integer({ min: 600, max: 1_500 }),
});

describe('for any items and limits', () => {
  const holds = (check: (items: Item[], batches: Item[][], limit: CallLimits) => void) =>
    fc.assert(
      fc.property(anyItems, anyLimits, (drawn, limit) => {
        const items = drawn.map(({ wallet, target, body }) => item(wallet, target, body));
        check(
          items,
          batchItems(items, () => limit),
          limit,
        );
      }),
      { numRuns: 300 },
    );

  test('the union of the calls is the input, each item once', () => {
    holds((items, batches) => {
      expect(ids(batches).flat().sort()).toEqual(ids([items]).flat().sort());
      expect(batches.every((batch) => batch.length > 0)).toBe(true);
    });
  });

  test('no call is above its limits, with its commas', () => {
    holds((_, batches, limit) => {
      for (const batch of batches) {
        expect(batch.length).toBeLessThanOrEqual(limit.items);
        const body = batch.map((one) => itemJson(one).json).join(',');
        expect(Buffer.byteLength(body)).toBeLessThanOrEqual(limit.bytes);
      }
    });
  });

  test('a call has one target', () => {
    holds((_, batches) => {
      for (const batch of batches) expect(new Set(batch.map(({ target }) => target)).size).toBe(1);
    });
  });

  test('one consumer’s items keep their order', () => {
    holds((items, batches) => {
      const sent = batches.flat();
      for (const wallet of ['a', 'b', 'c', 'd', 'e']) {
        const of = (list: readonly Item[]) => list.filter(({ walletId }) => walletId === wallet);
        expect(of(sent)).toEqual(of(items));
      }
    });
  });
});

describe('bisecting', () => {
  const five = Array.from({ length: 5 }, () => item('w'));

  test('two halves in order', () => {
    expect(bisect(five)).toEqual([five.slice(0, 3), five.slice(3)]);
  });

  test('what is partly done is not repeated more than once', () => {
    expect(bisect(five, true)).toEqual(five.map((one) => [one]));
  });

  test('finds any guilty items, with every good one sent through', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 75 }), (guilty) => {
        const items = guilty.map((bad) => item('w', 'track', bad));
        const through: Item[] = [];
        const alone: Item[] = [];
        let calls = 0;
        const send = (batch: readonly Item[]): void => {
          calls += 1;
          if (!batch.some(({ body }) => body)) through.push(...batch);
          else if (batch.length === 1) alone.push(...batch);
          else bisect(batch).forEach(send);
        };
        send(items);
        expect(through).toEqual(items.filter(({ body }) => !body));
        expect(alone).toEqual(items.filter(({ body }) => body));
        expect(calls).toBeLessThan(2 * items.length);
      }),
    );
  });
});
