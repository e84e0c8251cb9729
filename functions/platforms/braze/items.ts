import { itemJson } from '../item-json';
import type { Item, NamedEvent, NamedProfile, Outbound } from '../platform';
import { shrinkLists } from '../shrink';
import { purchase, recommendedEvent } from './ecommerce';
import { type BrazeUser, brazeUser } from './identity';
import { brazeAttributes, brazeProperties, brazeText, MOST_PROPERTY_BYTES } from './properties';
import type { BrazeOutboundSettings } from './settings';

/** `/users/track` takes attributes, events and purchases together; `/users/delete` erases profiles. */
export const TRACK = 'track';
export const DELETE = 'delete';

const EVENT_RESERVED = new Set(['time', 'event_name']);
const LEFT = 'Loyalty Program Left';

type Items = ReturnType<Outbound<BrazeOutboundSettings, unknown>['items']>;

const walletOf = ({ walletId, identity }: NamedEvent | NamedProfile) =>
  walletId ?? `${identity?.type}:${identity?.value}`;

/** Profiles first, then events, as objects of `/users/track`; a consumer who is to be erased becomes one deletion. */
export function brazeItems(
  events: readonly NamedEvent[],
  profiles: readonly NamedProfile[],
  settings: BrazeOutboundSettings,
): Items {
  const items: Item[] = [];
  const oversized: { id: string; detail: string }[] = [];
  const leaving = new Map(
    events.filter(({ name }) => name === LEFT).map((event) => [walletOf(event), event.occurredAt]),
  );
  for (const profile of profiles) {
    const user = brazeUser(profile.identity, settings);
    const left = leaving.get(walletOf(profile));
    if (!user) oversized.push({ id: profile.id, detail: 'the identity is not known' });
    // What is written beside a deletion would create the profile again.
    else if (settings.onLeave === 'erase' && left !== undefined && profile.asOf >= left) continue;
    else items.push(...profileItems(profile, user));
  }
  for (const event of events) {
    const user = brazeUser(event.identity, settings);
    if (!user) {
      oversized.push({ id: event.id, detail: 'the identity is not known' });
      continue;
    }
    const made = eventItems(event, user, settings);
    if (made === null)
      oversized.push({ id: event.id, detail: `its properties are larger than ${MOST_PROPERTY_BYTES} bytes` });
    else items.push(...made);
  }
  return { items, oversized };
}

function profileItems(profile: NamedProfile, user: BrazeUser): Item[] {
  const attributes = brazeAttributes(profile.attributes);
  if (Object.keys(attributes).length === 0) return [];
  const body = Object.assign({}, user, attributes);
  return [{ id: profile.id, kind: 'profile', target: TRACK, walletId: walletOf(profile), body }];
}

/** Null when the event is too large even without its lists. */
function eventItems(event: NamedEvent, user: BrazeUser, settings: BrazeOutboundSettings): Item[] | null {
  const item = (part: string, body: unknown, target = TRACK): Item => ({
    id: `${event.id}${part}`,
    kind: 'event',
    target,
    walletId: walletOf(event),
    body,
  });
  const left = event.name === LEFT;
  if (left && settings.onLeave === 'erase') return [item('', user.external_id ?? user.user_alias, DELETE)];

  const name = brazeText(event.platformName);
  const properties = brazeProperties(event.properties, EVENT_RESERVED);
  const custom = (kept: typeof properties) =>
    item('', { name, time: event.occurredAt, properties: kept, ...user });
  const whole = custom(properties);
  const made = [whole];
  if (itemJson(whole).bytes > MOST_PROPERTY_BYTES) {
    const shrunk = shrinkLists(properties, MOST_PROPERTY_BYTES);
    if (shrunk === null) return null;
    made[0] = custom(shrunk);
  }
  if (left && settings.onLeave === 'unsubscribe')
    made.push(item('#unsubscribe', { ...user, ...farewell(settings) }));
  if (settings.eCommerceEvents === 'recommended') {
    const order = recommendedEvent(event, settings.currency);
    if (order) made.push(item('#ecommerce', { ...user, time: event.occurredAt, ...order }));
  }
  if (settings.eCommerceEvents === 'purchases') {
    const order = purchase(event, settings.currency);
    if (order) made.push(item('#purchase', { ...user, time: event.occurredAt, ...order }));
  }
  return made;
}

/** @see https://www.braze.com/docs/api/objects_filters/user_attributes_object/ */
function farewell(settings: BrazeOutboundSettings): Record<string, unknown> {
  return settings.leaveSubscriptionGroups
    ? {
        subscription_groups: settings.leaveSubscriptionGroups.map((id) => ({
          subscription_group_id: id,
          subscription_state: 'unsubscribed',
        })),
      }
    : { email_subscribe: 'unsubscribed', push_subscribe: 'unsubscribed' };
}
