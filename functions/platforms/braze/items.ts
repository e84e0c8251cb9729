import type { Properties } from '../../air/loyalty-event';
import type { Items, NamedEvent, NamedProfile } from '../item';
import { besideBlanks } from '../json-size';
import { isLeaving, withoutErased } from '../leaving';
import { fitting, itemOf, itemsOf, type Made, unknownIdentity } from '../made';
import { userOf } from './identity';
import { purchase, recommendedEvent } from './orders';
import { eventProperties, MOST_PROPERTY_BYTES, profileAttributes, shortText } from './properties';
import type { BrazeOutbound } from './settings';

/** `/users/track` takes attributes, events and purchases together; `/users/delete` erases profiles. */
const TRACK = 'track';
export const DELETE = 'delete';

/** Larger than any set of attributes that this project knows. Braze writes nothing of a limit; other connectors hold 100 KB. */
const MOST_OBJECT_BYTES = besideBlanks(100_000);
const EVENT_RESERVED = new Set(['time', 'event_name']);

/** Profiles first, then events, as objects of `/users/track`; a consumer who is to be erased becomes one deletion. */
export function toItems(
  events: readonly NamedEvent[],
  profiles: readonly NamedProfile[],
  settings: BrazeOutbound,
): Items {
  const kept = settings.onLeave === 'erase' ? withoutErased(profiles, events) : profiles;
  return itemsOf(
    kept,
    (profile) => profileItems(profile, settings),
    events,
    (event) => eventItems(event, settings),
  );
}

function profileItems(profile: NamedProfile, settings: BrazeOutbound): Made[] {
  const user = userOf(profile.identity, settings);
  if (!user) return [unknownIdentity(profile)];
  const attributes = profileAttributes(profile.attributes);
  if (Object.keys(attributes).length === 0) return [];
  const object = (fit: Properties) => itemOf(profile, TRACK, Object.assign({}, user, fit));
  return [fitting(MOST_OBJECT_BYTES, attributes, object)];
}

function eventItems(event: NamedEvent, settings: BrazeOutbound): Made[] {
  const user = userOf(event.identity, settings);
  if (!user) return [unknownIdentity(event)];
  const leaving = isLeaving(event);
  if (leaving && settings.onLeave === 'erase')
    return [itemOf(event, DELETE, user.external_id ?? user.user_alias)];

  const name = shortText(event.platformName);
  const time = event.occurredAt;
  const custom = (properties: Properties) => itemOf(event, TRACK, { name, time, properties, ...user });
  const made = [fitting(MOST_PROPERTY_BYTES, eventProperties(event.properties, EVENT_RESERVED), custom)];
  const add = (part: string, body: object | null) => {
    if (body) made.push(itemOf(event, TRACK, { ...user, ...body }, part));
  };
  const { currency, eCommerceEvents, onLeave } = settings;
  if (leaving && onLeave === 'unsubscribe') add('#unsubscribe', farewell(settings));
  if (eCommerceEvents === 'recommended') add('#ecommerce', recommendedEvent(event, currency));
  if (eCommerceEvents === 'purchases') add('#purchase', purchase(event, currency));
  return made;
}

/** @see https://www.braze.com/docs/api/objects_filters/user_attributes_object/ */
function farewell(settings: BrazeOutbound): Record<string, unknown> {
  return settings.leaveSubscriptionGroups
    ? {
        subscription_groups: settings.leaveSubscriptionGroups.map((id) => ({
          subscription_group_id: id,
          subscription_state: 'unsubscribed',
        })),
      }
    : { email_subscribe: 'unsubscribed', push_subscribe: 'unsubscribed' };
}
