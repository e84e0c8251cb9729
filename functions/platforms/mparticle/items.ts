import { hash } from 'node:crypto';
import type { Properties } from '../../air/loyalty-event';
import { besideBlanks } from '../json-size';
import { isLeaving, withoutErased } from '../leaving';
import { consumerOf, fitting, itemOf, itemsOf, type Made, notSendable, unknownIdentity } from '../made';
import type { Item, Items, NamedEvent, NamedProfile } from '../platform';
import { type UserAttributes, userAttributes } from './attributes';
import { commerceEvent, customEvent, type MparticleEvent } from './events';
import type { UserIdentity } from './identities';
import type { MparticleOutbound } from './settings';

/** In front of the target of a batch of events, and of one of attributes alone; an erasure has one of its own. */
const EVENTS = 'events:';
const ATTRIBUTES = 'attributes:';
export const ERASE = 'erase';

/** 128 KB per batch, less what stands around the items. https://docs.mparticle.com/guides/default-service-limits/ */
export const MOST_BATCH_BYTES = besideBlanks(127_000);

export type UserIdentities = { readonly [name in UserIdentity]?: string };

/** What an item adds to the batch of its consumer. */
export interface Part extends UserAttributes {
  readonly user_identities: UserIdentities;
  readonly event?: MparticleEvent;
}
export interface Erasure {
  readonly identity: string;
  /** ISO 8601, UTC. */
  readonly submittedAt: string;
}

type Told = NamedEvent | NamedProfile;

/**
 * The target of each item: what one AIR event says of one consumer goes into one batch, and nothing else does. So a batch
 * that is tried again holds the same items, and so the same `source_request_id`, by which mParticle recognises it.
 * An id starts with its AIR event's, except where it is made of the wallet's (joined, left): that goes with its neighbours.
 */
function targets(told: readonly Told[]): (of: Told) => string {
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

/** Parts of profiles, then of events; a consumer who is to be erased becomes one request. */
export function mparticleItems(
  events: readonly NamedEvent[],
  profiles: readonly NamedProfile[],
  settings: MparticleOutbound,
): Items {
  const targetOf = targets([...profiles, ...events]);
  const kept = settings.onLeave === 'erase' ? withoutErased(profiles, events) : profiles;
  return itemsOf(
    kept,
    (profile) => profileItems(profile, targetOf(profile), settings),
    events,
    (event) => eventItems(event, targetOf(event), settings),
  );
}

/**
 * Attributes that may have been sent before go by themselves: some of them may be left out by now, and a batch of events
 * has the id of its events, so that it is recognised whatever became of the attributes beside them.
 */
export function arrangeMparticle(
  items: readonly Item[],
  mayHaveBeenSent: (item: Item) => boolean,
): readonly Item[] {
  return items.map((item) =>
    item.kind === 'profile' && mayHaveBeenSent(item)
      ? { ...item, target: item.target.replace(EVENTS, ATTRIBUTES) }
      : item,
  );
}

function eventItems(event: NamedEvent, target: string, settings: MparticleOutbound): Made[] {
  const user_identities = identitiesOf(event, settings);
  if (!user_identities) return [unknownIdentity(event)];
  if (settings.onLeave === 'erase' && isLeaving(event)) {
    const erasure: Erasure = { identity: event.identity?.value ?? '', submittedAt: event.occurredAt };
    return [itemOf(event, ERASE, erasure)];
  }
  if (event.platformName.trim() === '') return [notSendable(event, 'its name is blank')];
  const part = (made: MparticleEvent): Part => ({ user_identities, event: made });
  const custom = fitting(MOST_BATCH_BYTES, event.properties, (properties) =>
    itemOf(event, target, part(customEvent({ ...event, properties }))),
  );
  const id = `${event.id}#ecommerce`;
  const order = settings.eCommerceEvents ? commerceEvent(event, settings.currency, id) : null;
  return order ? [custom, itemOf(event, target, part(order), '#ecommerce')] : [custom];
}

function identitiesOf({ identity }: Told, settings: MparticleOutbound): UserIdentities | null {
  return identity?.value ? { [settings.userIdentity]: identity.value } : null;
}

/** Null removes an attribute in mParticle too, but in a list of its own. */
function profileItems(profile: NamedProfile, target: string, settings: MparticleOutbound): Made[] {
  const user_identities = identitiesOf(profile, settings);
  if (!user_identities) return [unknownIdentity(profile)];
  if (Object.keys(profile.attributes).length === 0) return [];
  const part = (attributes: Properties): Part => ({ user_identities, ...userAttributes(attributes) });
  return [
    fitting(MOST_BATCH_BYTES, profile.attributes, (attributes) => itemOf(profile, target, part(attributes))),
  ];
}
