import { setTimeout as sleep } from 'node:timers/promises';
import { startLocal } from '../../local/run';
import { benchConfig, OUTBOUND } from '../connectors';
import type { Figure } from '../figure';
import { Deliveries } from '../load/deliveries';
import { post } from '../load/post';
import { selfContained } from '../load/self-contained';
import { quantile } from '../measure/median';
import { residentMbByFunction } from '../measure/resident';
import type { Part, PartInput } from './part';

const SECONDS = { short: 5, long: 60 };
/** Before anything counts, in ms: the functions' processes start, and V8 optimises. */
const WARM_UP_MS = 5_000;
/** Longest wait for what is still on the queue at the end, in ms. */
const DRAIN_MS = 60_000;
const MEMORY_EVERY_MS = 2_000;

/** Resident memory over time, by function, until it is stopped. */
function watchMemory() {
  const samples: ReadonlyMap<string, number>[] = [];
  const timer = setInterval(() => samples.push(residentMbByFunction()), MEMORY_EVERY_MS);
  return { samples, stop: () => clearInterval(timer) };
}

async function run({ events, short, stubUrl }: PartInput): Promise<Figure[]> {
  const deliveries = new Deliveries();
  const config = benchConfig(stubUrl);
  const outbound = config.connectors.filter(({ id }) => id === OUTBOUND);
  const local = await startLocal({
    config: { ...config, connectors: outbound },
    onLog: (text) => deliveries.read(text),
  });
  const memory = watchMemory();
  try {
    const kept = events.filter(selfContained);
    await post(local.url, kept, deliveries, WARM_UP_MS);
    deliveries.forget();
    const seconds = short ? SECONDS.short : SECONDS.long;
    const begun = performance.now();
    const answered = await post(local.url, kept, deliveries, seconds * 1000);
    const accepting = (performance.now() - begun) / 1000;
    await deliveries.all(DRAIN_MS);
    const delivering = (performance.now() - begun) / 1000;
    await sleep(MEMORY_EVERY_MS);
    const figure = (name: string, value: number, unit: Figure['unit']): Figure => ({
      part: 'local run',
      name,
      value,
      unit,
    });
    const quantiles = (name: string, values: readonly number[]) =>
      [0.5, 0.95, 0.99].map((share) => figure(`${name}, p${share * 100}`, quantile(values, share), 'ms'));
    const firstAndLast = (name: string) => {
      const own = memory.samples.flatMap((sample) => sample.get(name) ?? []);
      const quarter = Math.ceil(own.length / 4);
      return [
        figure(`resident memory of ${name}, first quarter`, Math.max(...own.slice(0, quarter)), 'MB'),
        figure(`resident memory of ${name}, last quarter`, Math.max(...own.slice(-quarter)), 'MB'),
      ];
    };
    return [
      figure('events accepted', answered.length / accepting, 'events/s'),
      figure('events delivered, each once and all of them', deliveries.count / delivering, 'events/s'),
      figure('events that were not delivered', answered.length - deliveries.count, ''),
      ...quantiles('answer to AIR', answered),
      ...quantiles('from AIR’s post to Braze’s answer', deliveries.latenciesMs),
      ...(memory.samples[0]?.size
        ? ['outbound-receive', `outbound-deliver-${OUTBOUND}`].flatMap(firstAndLast)
        : []),
    ];
  } finally {
    memory.stop();
    await local.stop();
  }
}

export const localRun: Part = {
  name: 'local run',
  about:
    'The whole bundle on this machine with its emulators: rate, latency, memory. The emulators are most of it',
  run,
};
