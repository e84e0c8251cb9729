import { createHash } from 'node:crypto';
import { cut } from '../cut';
import type { Item, NamedEvent, NamedProfile, Outbound } from '../platform';
import { attributeText, type FlatValue, MOST_NAME_CHARACTERS } from './attributes';
import { commerceEvent, customEvent, type MparticleEvent } from './events';
import type { UserIdentity } from './identities';
import type { MparticleOutbound } from './settings';

/** In front of the target of a batch of events; an erasure has one of its own. */
const EVENTS = 'events:';
export const ERASE = 'erase';
const LEFT = 'Loyalty Program Left';

export type UserIdentities = { readonly [name in UserIdentity]?: string };

/** What an item adds to the batch of its consumer. */
export interface Part {
  readonly user_identities: UserIdentities;
  readonly user_attributes?: Readonly<Record<string, FlatValue>>;
  readonly deleted_user_attributes?: readonly string[];
  readonly event?: MparticleEvent;
}
export interface Erasure {
  readonly identity: string;
  /** ISO 8601, UTC. */
  readonly submittedAt: string;
}

type Items = ReturnType<Outbound<MparticleOutbound, unknown>['items']>;
type Unsendable = Items['oversized'][number];
type Told = NamedEvent | NamedProfile;

const walletOf = ({ walletId, identity }: Told) => walletId ?? `${identity?.type}:${identity?.value}`;
const unknown = ({ id }: Told): Unsendable => ({ id, detail: 'the identity is not known' });

/**
 * The target of each item: what one AIR event says of one consumer goes into one batch, and nothing else does. So a batch
 * that is tried again holds the same items, and so the same `source_request_id`, by which mParticle recognises it.
 * An id starts with its AIR event's, except where it is made of the wallet's (joined, left): that goes with its neighbours.
 */
function targets(told: readonly Told[]): (of: Told) => string {
  const isOfWallet = (of: Told) => of.walletId !== null && of.id.startsWith(`${of.walletId}:`);
  const sources = new Map<string, string>();
  for (const of of told)
    if (!isOfWallet(of) && !sources.has(walletOf(of))) sources.set(walletOf(of), eventIdOf(of));
  return (of) => {
    const source = isOfWallet(of) ? (sources.get(walletOf(of)) ?? of.id) : eventIdOf(of);
    const hash = createHash('sha256')
      .update(`${source} ${walletOf(of)}`)
      .digest('hex');
    return `${EVENTS}${hash.slice(0, 24)}`;
  };
}
const eventIdOf = ({ id }: Told): string => id.slice(0, id.indexOf(':') + 1 || id.length);

/** Parts of profiles, then of events; a consumer who is to be erased becomes one request. */
export function mparticleItems(
  events: readonly NamedEvent[],
  profiles: readonly NamedProfile[],
  settings: MparticleOutbound,
): Items {
  const items: Item[] = [];
  const oversized: Unsendable[] = [];
  const targetOf = targets([...profiles, ...events]);
  const erased = new Map(
    settings.onLeave === 'erase'
      ? events.filter(({ name }) => name === LEFT).map((event) => [walletOf(event), event.occurredAt])
      : [],
  );
  for (const profile of profiles) {
    const left = erased.get(walletOf(profile));
    // What is written beside an erasure would make the user anew.
    if (left !== undefined && profile.asOf >= left) continue;
    const part = profilePart(profile, settings);
    if (part === null) oversized.push(unknown(profile));
    else if (part.user_attributes || part.deleted_user_attributes)
      items.push(itemOf(profile, profile.id, 'profile', targetOf(profile), part));
  }
  for (const event of events) {
    const user_identities = identitiesOf(event, settings);
    if (!user_identities) oversized.push(unknown(event));
    else if (event.platformName.trim() === '') oversized.push({ id: event.id, detail: 'its name is blank' });
    else if (event.name === LEFT && erased.has(walletOf(event))) {
      const erasure: Erasure = { identity: event.identity?.value ?? '', submittedAt: event.occurredAt };
      items.push(itemOf(event, event.id, 'event', ERASE, erasure));
    } else {
      const add = (id: string, made: MparticleEvent) =>
        items.push(itemOf(event, id, 'event', targetOf(event), { user_identities, event: made }));
      add(event.id, customEvent(event));
      const id = `${event.id}#ecommerce`;
      const order = settings.eCommerceEvents ? commerceEvent(event, settings.currency, id) : null;
      if (order) add(id, order);
    }
  }
  return { items, oversized };
}

const itemOf = (of: Told, id: string, kind: Item['kind'], target: string, body: Part | Erasure): Item => ({
  id,
  kind,
  target,
  walletId: walletOf(of),
  body,
});

function identitiesOf({ identity }: Told, settings: MparticleOutbound): UserIdentities | null {
  return identity?.value ? { [settings.userIdentity]: identity.value } : null;
}

/** Null removes an attribute in mParticle too, but in a list of its own. */
function profilePart(profile: NamedProfile, settings: MparticleOutbound): Part | null {
  const user_identities = identitiesOf(profile, settings);
  if (!user_identities) return null;
  const entries = Object.entries(profile.attributes).map(
    ([name, value]) => [cut(name, MOST_NAME_CHARACTERS), value] as const,
  );
  const set = entries.filter((entry): entry is readonly [string, FlatValue] => entry[1] !== null);
  const removed = entries.filter(([, value]) => value === null).map(([name]) => name);
  return {
    user_identities,
    ...(set.length > 0 && {
      user_attributes: Object.fromEntries(
        set.map(([name, value]) => [name, typeof value === 'string' ? attributeText(value) : value]),
      ),
    }),
    ...(removed.length > 0 && { deleted_user_attributes: removed }),
  };
}
