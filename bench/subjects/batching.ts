/** From items to calls: the cost of one item, for one item up to ten thousand. */
import { batchItems } from '../../functions/delivery/batching';
import type { Item } from '../../functions/platforms/item';
import { MadeItem } from '../../functions/platforms/item-json';
import type { Figure } from '../figure';
import { interleave } from '../measure/interleave';
import { subject } from './subject';

const COUNTS = [1, 10, 100, 1_000, 10_000] as const;
const LIMIT_COUNT = 100;
const LIMIT = 'one of a hundred items';
/** What one item may cost among ten thousand, to what it costs among a hundred. */
const TARGET = 1.5;

/** Items of five consumers each out of ten, as a busy queue has them. */
const items = (count: number): Item[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `bench-${index}`,
    kind: 'event' as const,
    target: 'track',
    walletId: String(index % Math.ceil(count / 2)),
    body: { external_id: `bench-${index}`, name: 'EE Bench', properties: { points: index } },
  }));

/** Each time new items: an item's size is computed once, and that is a part of the work. */
const batch = (templates: readonly Item[]) =>
  batchItems(
    templates.map(({ id, kind, target, walletId, body }) => new MadeItem(id, kind, target, walletId, body)),
    () => ({ items: 75, bytes: 4_000_000 }),
  );

subject(async ({ short }) => {
  const counts = short ? ([1, 100, 10_000] as const) : COUNTS;
  const all = new Map(counts.map((count) => [count, items(count)]));
  /** As many calls as it takes to have ten thousand items. */
  const work = (count: number) => () => {
    const templates = all.get(count as (typeof counts)[number]) ?? [];
    for (let done = 0; done < 10_000; done += count) batch(templates);
  };
  const timings = interleave(
    Object.fromEntries(counts.map((count) => [String(count), work(count)])),
    String(LIMIT_COUNT),
    short ? { rounds: 9, sliceMs: 20, warmUpMs: 500 } : { rounds: 31, sliceMs: 60, warmUpMs: 2000 },
  );
  return counts.map((count): Figure => {
    const { micros, ratio } = timings[count] ?? { micros: Number.NaN, ratio: Number.NaN };
    return {
      part: 'batching',
      name: `one of ${count.toLocaleString('en')} items`,
      value: micros / 10_000,
      unit: 'µs',
      limit: { name: LIMIT, value: (timings[LIMIT_COUNT]?.micros ?? Number.NaN) / 10_000 },
      ratio,
      ...(count === 10_000 && { target: TARGET }),
    };
  });
});
