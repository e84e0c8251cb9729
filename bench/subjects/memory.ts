/** One delivering function, ten events per invocation, for as long as a warm function may live. */
import type { Figure } from '../figure';
import { deliverable } from './deliverable';
import { loadDeliver } from './handler';
import { batchOfTen } from './sqs-event';
import { subject } from './subject';

const MB = 1024 * 1024;
const EVENTS = { short: 3_000, long: 100_000 };
const SAMPLES = 20;
/** In MB, resident. */
const TARGET = 110;

subject(async ({ events, options, stubUrl, short }) => {
  const handler = await loadDeliver(options.real ?? '');
  const kept = await deliverable(events, handler, stubUrl);
  const batches = (short ? EVENTS.short : EVENTS.long) / 10;
  const heaps: number[] = [];
  const resident: number[] = [];
  for (let batch = 1; batch <= batches; batch++) {
    await handler(batchOfTen(kept, batch));
    if (batch % (batches / SAMPLES) !== 0) continue;
    // Before the collection: what Lambda sees is what stands in memory, garbage and all.
    resident.push(process.memoryUsage().rss / MB);
    globalThis.gc?.();
    heaps.push(process.memoryUsage().heapUsed / MB);
  }
  const part = 'memory';
  const over = `over ${(batches * 10).toLocaleString('en')} events`;
  const figure = (name: string, value: number, target?: number): Figure => ({
    part,
    name: `${name} ${over}`,
    value,
    unit: 'MB',
    ...(target !== undefined && { target }),
  });
  return [
    figure('largest resident memory', Math.max(...resident), TARGET),
    figure('heap in use after a tenth, collected,', heaps[SAMPLES / 10] ?? Number.NaN),
    figure('heap in use at the end, collected,', heaps.at(-1) ?? Number.NaN),
    {
      part,
      name: `events that stayed in the heap ${over}: growth per event`,
      value: growth(heaps, batches * 10),
      unit: 'B',
      target: 8,
    },
  ];
});

/** Bytes by which the heap grew per event, after its first half: what comes before is code that is being optimised. */
function growth(heaps: readonly number[], events: number): number {
  const later = heaps.slice(heaps.length / 2);
  return (((later.at(-1) ?? 0) - (later[0] ?? 0)) * MB) / (events / 2);
}
