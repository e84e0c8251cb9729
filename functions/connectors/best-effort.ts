import { errorName } from './error-name';
import { logDecision } from './log';
import { type MetricOwner, measure } from './metrics';

/**
 * Longest that the directory may hold up a request, in ms. A process that has just started needs a third of it for its
 * first connection, and what is not learnt now is missing when the wallet is deleted.
 */
const PATIENCE_MS = 1000;

/**
 * Asks or teaches the directory without depending on it: a table that fails or is slow refuses no event. It is counted
 * and logged, and `otherwise` is the result.
 * @param work gets a signal that is aborted when nobody waits for it any more.
 */
export async function bestEffort<T>(
  work: (signal: AbortSignal) => Promise<T>,
  otherwise: T,
  of: MetricOwner & { readonly requestId: string },
  patienceMs = PATIENCE_MS,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const stop = new AbortController();
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Slow()), patienceMs);
  });
  try {
    return await Promise.race([work(stop.signal), late]);
  } catch (error) {
    stop.abort();
    const { requestId, ...owner } = of;
    measure('DirectoryUnavailable', 1, owner);
    const reason = 'state-unavailable';
    logDecision({ decision: 'problem', ...owner, requestId, reason, detail: errorName(error) }, 'warn');
    return otherwise;
  } finally {
    clearTimeout(timer);
  }
}

class Slow extends Error {
  override readonly name = 'Slow';
}
