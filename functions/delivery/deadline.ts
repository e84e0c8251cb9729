import { CALL_MARGIN, CALL_TIMEOUT, SHORTEST_CALL } from './limits';

/** How long the function may still run, in ms: Lambda's `getRemainingTimeInMillis`. */
export type RemainingMs = () => number;

/** The time-out of a call that begins now, in ms; null: there is no time left for one. */
export function callTimeoutMs(remainingMs: number): number | null {
  const timeout = Math.min(CALL_TIMEOUT, remainingMs - CALL_MARGIN);
  return timeout < SHORTEST_CALL ? null : timeout;
}
