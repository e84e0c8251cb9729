import type { Identity, Properties } from '../../air/loyalty-event';
import type { Item, Items, NamedEvent, NamedProfile, Unsendable } from '../item';
import { besideBlanks } from '../json-size';
import { isLeaving, withoutErased } from '../leaving';
import { fitting, itemOf, itemsOf, type Made, notSendable } from '../made';
import { eventAttributes, type ProfileIdentifier } from './bodies';
import { e164 } from './contact';
import { klaviyoOrder } from './orders';
import { eventProperties, profileAttributes } from './properties';
import type { KlaviyoOutbound } from './settings';

/** Targets of items: each is an endpoint of its own. */
export const PROFILE = 'profile';
export const EVENT = 'event';
export const EVENTS = 'events';
export const UNSUBSCRIBE = 'unsubscribe';
export const ERASE = 'erase';

/** A profile may be 100 KB, an event 5 MB, with what stands around them. */
const PROFILE_BYTES = besideBlanks(100_000);
export const EVENT_BYTES = besideBlanks(4_990_000);
const MOST_IDENTIFIER_CHARACTERS = 255;

const unusable = (of: NamedEvent | NamedProfile, { profileIdentifier }: KlaviyoOutbound): Unsendable => {
  const wrong = profileIdentifier === 'phone_number' ? 'no phone number in E.164 form' : 'too long';
  return notSendable(of, `the identity is not known, or ${wrong}`);
};

/** Null for an identity that is not known, or that Klaviyo cannot take: it would make a profile for "". */
function identifierOf(identity: Identity | null, settings: KlaviyoOutbound): ProfileIdentifier | null {
  const { profileIdentifier } = settings;
  const given = identity?.value ?? '';
  const value = profileIdentifier === 'phone_number' ? e164(given) : given;
  if (!value || value.length > MOST_IDENTIFIER_CHARACTERS) return null;
  return { [profileIdentifier]: value };
}

/** Profiles first, then events, one by one: the form in which a repeat never does harm. */
export function toItems(
  events: readonly NamedEvent[],
  profiles: readonly NamedProfile[],
  settings: KlaviyoOutbound,
): Items {
  const kept = settings.onLeave === 'erase' ? withoutErased(profiles, events) : profiles;
  return itemsOf(
    kept,
    (profile) => profileItem(profile, settings),
    events,
    (event) => eventItems(event, settings),
  );
}

/**
 * Puts a delivery's events into the bulk call where that is faster. Klaviyo takes 3,500 single calls a minute and 150 in
 * bulk, so that fewer than 24 events (`bulkFrom`) are slower in bulk, and at low rates a delivery holds two or three.
 *
 * A bulk call fails as a whole for one repeated `unique_id`, while a single call drops the repeat, and the members of a
 * delivery change from attempt to attempt. So what may have been sent before always goes alone.
 */
export function arrange(
  items: readonly Item[],
  mayHaveBeenSent: (item: Item) => boolean,
  settings: Pick<KlaviyoOutbound, 'bulkFrom'>,
): readonly Item[] {
  const fresh = new Set(items.filter((item) => item.target === EVENT && !mayHaveBeenSent(item)));
  if (fresh.size < settings.bulkFrom) return items;
  return items.map((item) => (fresh.has(item) ? { ...item, target: EVENTS } : item));
}

function profileItem(profile: NamedProfile, settings: KlaviyoOutbound): Made[] {
  const identifier = identifierOf(profile.identity, settings);
  if (!identifier) return [unusable(profile, settings)];
  if (Object.keys(profile.attributes).length === 0) return [];
  // The identifier last: no attribute may put the data on another profile.
  const body = (attributes: Properties) => ({
    data: { type: 'profile', attributes: { ...profileAttributes(attributes), ...identifier } },
  });
  return [fitting(PROFILE_BYTES, profile.attributes, (fit) => itemOf(profile, PROFILE, body(fit)))];
}

function eventItems(event: NamedEvent, settings: KlaviyoOutbound): Made[] {
  const identifier = identifierOf(event.identity, settings);
  if (!identifier) return [unusable(event, settings)];
  const leaving = isLeaving(event);
  if (leaving && settings.onLeave === 'erase') {
    const profile = { data: { type: 'profile', attributes: identifier } };
    return [itemOf(event, ERASE, { data: { type: 'data-privacy-deletion-job', attributes: { profile } } })];
  }
  const tell = (name: string, given: Properties, part = '', money = {}): Made =>
    fitting(EVENT_BYTES, eventProperties(given), (fit) => {
      const attributes = eventAttributes(event, name, `${event.id}${part}`, identifier, fit);
      return itemOf(event, EVENT, { ...attributes, ...money }, part);
    });
  const made = [tell(event.platformName, event.properties)];
  const order = settings.eCommerceEvents ? klaviyoOrder(event, settings.currency) : null;
  if (order) made.push(tell(order.metric, order.properties, '#ecommerce', order.money));
  if (leaving && settings.onLeave === 'unsubscribe')
    made.push(itemOf(event, UNSUBSCRIBE, farewell(identifier, settings), '#unsubscribe'));
  return made;
}

/** By e-mail the e-mail marketing ends, by phone number the text messages. */
function farewell(identifier: ProfileIdentifier, settings: KlaviyoOutbound): unknown {
  const channel = settings.profileIdentifier === 'phone_number' ? 'sms' : 'email';
  const subscriptions = { [channel]: { marketing: { consent: 'UNSUBSCRIBED' } } };
  return { type: 'profile', attributes: { ...identifier, subscriptions } };
}
