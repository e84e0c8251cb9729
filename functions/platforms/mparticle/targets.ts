/** Which items share a batch: the target of each. */
import { hash } from 'node:crypto';
import type { Item, NamedEvent, NamedProfile } from '../item';
import { itemJson } from '../item-json';
import { besideBlanks } from '../json-size';
import { consumerOf } from '../made';

/** In front of the target of a batch of events, and of one of attributes alone; an erasure has one of its own. */
const EVENTS = 'events:';
const ATTRIBUTES = 'attributes:';
export const ERASE = 'erase';

/**
 * 128 KB per batch, less what stands around the items.
 * @see https://docs.mparticle.com/guides/default-service-limits/
 * @see https://docs.mparticle.com/developers/server/http/#maximizing-performance
 */
export const BATCH_LIMITS = { items: 100, bytes: besideBlanks(127_000) };

type Told = NamedEvent | NamedProfile;

/**
 * What one AIR event says of one consumer goes into one batch, and nothing else does. So a batch
 * that is tried again holds the same items, and so the same `source_request_id`, by which mParticle recognises it.
 * An id starts with its AIR event's, except where it is made of the wallet's (joined, left): that goes with its neighbours.
 */
export function targets(told: readonly Told[]): (of: Told) => string {
  const isOfWallet = (of: Told) => of.walletId !== null && of.id.startsWith(`${of.walletId}:`);
  const sources = new Map<string, string>();
  for (const of of told)
    if (!isOfWallet(of) && !sources.has(consumerOf(of))) sources.set(consumerOf(of), sourceOf(of));
  return (of) => {
    const source = isOfWallet(of) ? (sources.get(consumerOf(of)) ?? of.id) : sourceOf(of);
    return `${EVENTS}${hash('sha256', `${source} ${consumerOf(of)}`).slice(0, 24)}`;
  };
}

/** What stands in front of the wallet in an id: the AIR event, or the subscription that ended. */
function sourceOf({ id, walletId }: Told): string {
  const end = id.indexOf(`:${walletId ?? ''}:`);
  return end < 0 ? id : id.slice(0, end + 1);
}

const alone = (item: Item): Item => ({ ...item, target: item.target.replace(EVENTS, ATTRIBUTES) });

/**
 * Attributes go beside the events only where all of them are one batch: else they would move the place at which the
 * events are split, and an attempt without them would make other batches, which mParticle would count again.
 */
export function withOwnAttributes(items: readonly Item[]): readonly Item[] {
  const batches = new Map<string, { items: number; bytes: number }>();
  for (const item of items) {
    const batch = batches.get(item.target) ?? { items: 0, bytes: 0 };
    batches.set(item.target, batch);
    batch.items += 1;
    batch.bytes += itemJson(item).bytes + 1;
  }
  const isSplit = ({ target }: Item) => {
    const batch = batches.get(target);
    return batch !== undefined && (batch.items > BATCH_LIMITS.items || batch.bytes > BATCH_LIMITS.bytes);
  };
  return items.map((item) => (item.kind === 'profile' && isSplit(item) ? alone(item) : item));
}

/**
 * Attributes that may have been sent before go by themselves: some of them may be left out by now, and a batch of events
 * has the id of its events, so that it is recognised whatever became of the attributes beside them.
 */
export function arrange(items: readonly Item[], mayHaveBeenSent: (item: Item) => boolean): readonly Item[] {
  return items.map((item) => (item.kind === 'profile' && mayHaveBeenSent(item) ? alone(item) : item));
}
