/** What the bench measures, and how it stands against its limit and its target. */

export type Unit = 'µs' | 'ms' | 'B' | 'KB' | 'MB' | 'events/s' | '';

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
  /** What it is meant to be at most: of the ratio where there is one, else of the value. */
  readonly target?: number;
  /**
   * What was reached, where that is not the target: docs/performance.md says why. A figure fails when it is clearly
   * worse than this.
   */
  readonly reached?: number;
  /** For the plot: one point of a series, and how much work that was. */
  readonly point?: { readonly series: string; readonly work: number };
}

/** `missed`: not the target, but what was reached before. `failed`: clearly worse than either. */
export type Verdict = 'met' | 'missed' | 'failed';

/** Up to this factor it may be the machine. */
const CLEARLY = 1.25;

/** Null where a figure has no target: it is shown, not judged. */
export function verdictOf({ value, ratio, target, reached = target }: Figure): Verdict | null {
  if (target === undefined || reached === undefined) return null;
  const measured = ratio ?? value;
  if (measured <= target) return 'met';
  return measured <= reached * CLEARLY ? 'missed' : 'failed';
}
