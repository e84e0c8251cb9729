import { errorName } from '../../connectors/error-name';
import type { Verdict } from '../settle';

/**
 * Does something pure to one message. A mistake of ours in it must not cost the others of the batch, nor lose it: the
 * message waits on the dead-letter queue for a fixed version. The error's own words may quote the message, its name
 * does not.
 */
export function orDead<T>(work: () => T): T | { readonly verdict: Extract<Verdict, { kind: 'dead' }> } {
  try {
    return work();
  } catch (error) {
    const detail = `it could not be translated: ${errorName(error)}`;
    return { verdict: { kind: 'dead', reason: 'malformed-message', detail } };
  }
}
