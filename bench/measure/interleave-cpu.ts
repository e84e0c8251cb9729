import type { Timing } from './interleave';
import { median } from './median';

export type AsyncSubject = () => Promise<unknown>;

export interface CpuRounds {
  readonly rounds: number;
  /** Of each subject in each round. */
  readonly calls: number;
  /** Of each subject, before anything counts. */
  readonly warmUp: number;
}

/**
 * As `interleave`, for what waits on the network: the CPU time of this process, user and system, while nothing else
 * runs in it. The other side has to be another process.
 */
export async function interleaveCpu<Name extends string>(
  subjects: Readonly<Record<Name, AsyncSubject>>,
  limit: NoInfer<Name>,
  { rounds, calls, warmUp }: CpuRounds,
): Promise<Record<Name, Timing>> {
  const names = Object.keys(subjects) as Name[];
  const times = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (const name of names) await cpuMicros(subjects[name], warmUp);
  for (let round = 0; round < rounds; round++)
    for (const name of round % 2 === 0 ? names : [...names].reverse())
      times.get(name)?.push(await cpuMicros(subjects[name], calls));
  const limits = times.get(limit) ?? [];
  return Object.fromEntries(
    [...times].map(([name, own]) => [
      name,
      { micros: median(own), ratio: median(own.map((time, round) => time / (limits[round] ?? Number.NaN))) },
    ]),
  ) as Record<Name, Timing>;
}

async function cpuMicros(subject: AsyncSubject, calls: number): Promise<number> {
  const before = process.cpuUsage();
  for (let call = 0; call < calls; call++) await subject();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls;
}
