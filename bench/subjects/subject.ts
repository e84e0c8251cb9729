import type { SampleEvent } from '../events';
import type { Figure } from '../figure';

/** What the bench hands to the process that measures. */
export interface SubjectInput {
  readonly events: readonly SampleEvent[];
  readonly short: boolean;
  /** Built functions, by a name of the bench's own: folders with `index.mjs` and `connectors.json`. */
  readonly bundles: Readonly<Record<string, string>>;
  /** Where AWS and the platforms are answered; in another process, so that their work is not counted. */
  readonly stubUrl: string;
  /** What one subject alone needs. */
  readonly options: Readonly<Record<string, string>>;
}

/** A program that measures: it gets its input from the bench that started it, and answers with figures. */
export function subject(measure: (input: SubjectInput) => Promise<Figure[]>): void {
  process.once('message', async (input: SubjectInput) => {
    const figures = await measure(input);
    process.send?.(figures, () => process.exit(0));
  });
}
