import { Bench, type Task } from 'tinybench';
import { median } from './median';

/** Something to be timed; `passes` calls of it are one of what the figures count. */
export type Subject = () => unknown;

export interface Timing {
  /** CPU time of this process in µs, garbage collection with it; the median over all rounds. */
  readonly micros: number;
  /** To the limit of the same round, the median over all rounds. */
  readonly ratio: number;
}

export interface Rounds {
  readonly rounds: number;
  /** Of each subject in each round, in ms. */
  readonly sliceMs: number;
  /** Of each subject before anything counts, in ms: V8 optimises what ran often enough, and a function runs for hours. */
  readonly warmUpMs: number;
}

/** CPU time instead of the clock's: on a busy machine half of a clock's time may be somebody else's. Exact to 1 µs. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/**
 * Times subjects against a limit on a machine that others use too: round after round each of them runs for a moment, in
 * alternating order, so that what disturbs one disturbs the others. Only the ratios within a round are compared.
 * @param limit by name, one of the subjects.
 */
export function interleave<Name extends string>(
  subjects: Readonly<Record<Name, Subject>>,
  limit: NoInfer<Name>,
  { rounds, sliceMs, warmUpMs }: Rounds,
): Record<Name, Timing> {
  const bench = new Bench({ now: cpuMs, time: sliceMs, iterations: 3, warmupTime: warmUpMs, throws: true });
  for (const name in subjects) bench.add(name, subjects[name]);
  for (const task of bench.tasks) task.warmupSync();

  const slices = Array.from({ length: rounds }, (_, round) => {
    const order = round % 2 === 0 ? bench.tasks : [...bench.tasks].reverse();
    return new Map(order.map((task) => [task.name, meanMicros(task)]));
  });
  const of = (name: string) => slices.map((slice) => slice.get(name) ?? Number.NaN);
  const limits = of(limit);
  return Object.fromEntries(
    bench.tasks.map(({ name }) => {
      const times = of(name);
      const ratio = median(times.map((time, round) => time / (limits[round] ?? Number.NaN)));
      return [name, { micros: median(times), ratio }];
    }),
  ) as Record<Name, Timing>;
}

function meanMicros(task: Task): number {
  task.reset();
  const { result } = task.runSync();
  if (!('latency' in result)) throw new Error(`${task.name} was not measured`);
  return result.latency.mean * 1000;
}
