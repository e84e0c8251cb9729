import type { SampleEvent } from '../events';
import type { Figure } from '../figure';

export interface PartInput {
  readonly events: readonly SampleEvent[];
  /** About a minute for all parts together; the figures that are judged, and few others. */
  readonly short: boolean;
  /** For everything that is built; removed at the end. */
  readonly folder: string;
  /** AWS and the platforms on loopback. */
  readonly stubUrl: string;
}

/** One chapter of the bench. */
export interface Part {
  readonly name: string;
  /** What is measured, against what. */
  readonly about: string;
  readonly run: (input: PartInput) => Promise<readonly Figure[]>;
}
