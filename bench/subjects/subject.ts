import type { Figure } from '../figure';
import type { PartInput } from '../parts/part';

/** What the bench hands to the process that measures. */
export interface SubjectInput extends PartInput {
  /** What one subject alone needs, as a platform's name or the folder of a built function. */
  readonly options: Readonly<Record<string, string>>;
}

/** A program that measures: it gets its input from the bench that started it, and answers with figures. */
export function subject(measure: (input: SubjectInput) => Promise<readonly Figure[]>): void {
  process.once('message', async (input: SubjectInput) => {
    const figures = await measure(input);
    process.send?.(figures, () => process.exit(0));
  });
}
