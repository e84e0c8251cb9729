import type { Properties } from '../../air/loyalty-event';
import type { Items, NamedEvent, NamedProfile } from '../item';
import { isLeaving, withoutErased } from '../leaving';
import { fitting, itemOf, itemsOf, type Made, notSendable, unknownIdentity } from '../made';
import { type UserAttributes, userAttributes } from './attributes';
import { commerceEvent, customEvent, type MparticleEvent } from './events';
import type { UserIdentity } from './identities';
import type { MparticleOutbound } from './settings';
import { BATCH_LIMITS, ERASE, targets, withOwnAttributes } from './targets';

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

/** Parts of profiles, then of events; a consumer who is to be erased becomes one request. */
export function toItems(
  events: readonly NamedEvent[],
  profiles: readonly NamedProfile[],
  settings: MparticleOutbound,
): Items {
  const targetOf = targets([...profiles, ...events]);
  const kept = settings.onLeave === 'erase' ? withoutErased(profiles, events) : profiles;
  const { items, unsendable } = itemsOf(
    kept,
    (profile) => profileItems(profile, targetOf(profile), settings),
    events,
    (event) => eventItems(event, targetOf(event), settings),
  );
  return { items: withOwnAttributes(items), unsendable };
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
  const custom = fitting(BATCH_LIMITS.bytes, event.properties, (properties) =>
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
    fitting(BATCH_LIMITS.bytes, profile.attributes, (attributes) =>
      itemOf(profile, target, part(attributes)),
    ),
  ];
}
