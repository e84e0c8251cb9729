/** What the bench measures, and how it stands against its limit and its target. */

export type Unit = 'µs' | 'ms' | 'B' | 'KB' | 'MB' | 'events/s' | 'calls' | '×' | '';

/** The least that the same work can cost, or what users would otherwise run. Measured in the same run. */
export interface Limit {
  readonly name: string;
  /** In the figure's unit. */
  readonly value: number;
}

export interface Figure {
  readonly part: string;
  readonly name: string;
  readonly value: number;
  readonly unit: Unit;
  readonly limit?: Limit;
  /** The median of ratios to the limit, each of two measurements that were made one straight after the other. */
  readonly ratio?: number;
  /** At most: of the ratio where there is one, else of the value. */
  readonly target?: number;
}

export type Verdict = 'met' | 'close' | 'missed';

/** Beyond a target by this factor a figure misses it clearly; up to it, it may be the machine. */
const CLEARLY = 1.25;

/** Null where a figure has no target: it is shown, not judged. */
export function verdictOf({ value, ratio, target }: Figure): Verdict | null {
  if (target === undefined) return null;
  const measured = ratio ?? value;
  if (measured <= target) return 'met';
  return measured <= target * CLEARLY ? 'close' : 'missed';
}
