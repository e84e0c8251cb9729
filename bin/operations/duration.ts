import { CommandError } from './command-error';

const MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `90s`, `30m`, `2h` or `3d`, as ms. @throws CommandError that names the option. */
export function durationMs(text: string, option: string): number {
  const [, number, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
  if (number === undefined) throw new CommandError(`${option}: expected a number and s, m, h or d, as in 2h`);
  return Number(number) * MS[unit as keyof typeof MS];
}

/** How long ago, for people: `3 d`, `2 h`, `5 min`, `12 s`. */
export function ago(iso: string, nowMs: number): string {
  const seconds = Math.max(0, Math.round((nowMs - Date.parse(iso)) / 1000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}
