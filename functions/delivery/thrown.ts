import { errorName } from '../connectors/error-name';
import type { Verdict } from './settle';

/** What the language throws at a mistake in our code; the AWS SDK and the network throw errors of their own. */
const FAULTS = [TypeError, RangeError, ReferenceError, SyntaxError];

/**
 * The verdict on a message whose delivery threw: again, like any trouble of the connector. It says whether the table
 * failed or we did: one passes by itself, the other waits for a fixed version, which then needs no redrive.
 */
export const thrown = (error: unknown): Verdict => ({
  kind: 'again',
  waitingFor: 'connector',
  reason: FAULTS.some((fault) => error instanceof fault) ? 'internal-error' : 'state-unavailable',
  detail: errorName(error),
  askedMs: null,
});
