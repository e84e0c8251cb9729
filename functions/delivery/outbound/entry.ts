import type { AirMessage, ExpiryMessage } from '../../connectors/message';
import type { Reject } from '../../platforms/outcome';
import type { Decoded } from '../decode';
import type { Verdict } from '../settle';
import type { Readable } from './knowledge';
import type { Plan } from './plan';

/** A message of the batch on its way; a verdict ends it. */
export interface Entry extends Decoded<AirMessage | ExpiryMessage> {
  verdict: Verdict | null;
  readable: Readable | null;
  plan: Plan | null;
  itemIds: readonly string[];
  unsendable: readonly Reject[];
}

/** It stays on the queue, and so do the later ones of its consumer. */
export const stays = (verdict: Verdict | null): boolean =>
  verdict?.kind === 'again' || verdict?.kind === 'wait';
