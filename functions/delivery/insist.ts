import type { RemainingMs } from './deadline';
import { CALL_MARGIN, RECORD_PAUSES } from './limits';

/** Waits so many ms; tests wait for nothing. */
export type Pause = (ms: number) => Promise<unknown>;

const pauseFor: Pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Repeats a write of what a call did until it holds, for some seconds at most and while the function has time. Elsewhere a
 * table that fails sends the message back to its queue; here that would do what was done a second time.
 * @param write true: it is written.
 * @returns false where it never held.
 */
export async function insist(
  write: () => Promise<boolean>,
  remainingMs: RemainingMs,
  pause: Pause = pauseFor,
): Promise<boolean> {
  for (const ms of RECORD_PAUSES) {
    if (await write()) return true;
    if (remainingMs() - ms < CALL_MARGIN) return false;
    await pause(ms);
  }
  return write();
}
