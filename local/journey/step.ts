/** One step of the journey: who called whom with what, what was answered, and how long it took. */
export interface Step {
  readonly title: string;
  /** `POST /in/braze/braze-rewards`. */
  readonly call: string;
  /** The answer's status; null: there was no call, or no answer. */
  readonly status: number | null;
  readonly ok: boolean;
  /** From the end of the step before, in ms. */
  readonly ms: number;
  /** What was sent and what came of it, a line each. */
  readonly lines: readonly string[];
}
