import type { Identity, Properties } from '../../air/loyalty-event';
import { itemJson } from '../item-json';
import type { Item, NamedEvent, NamedProfile, Outbound } from '../platform';
import { shrinkLists } from '../shrink';
import { eventAttributes, type ProfileIdentifier } from './bodies';
import { klaviyoOrder } from './orders';
import { klaviyoAttributes, klaviyoProperties } from './properties';
import type { KlaviyoOutboundSettings } from './settings';

/** Targets of items: each is an endpoint of its own. */
export const PROFILE = 'profile';
export const EVENT = 'event';
export const EVENTS = 'events';
export const UNSUBSCRIBE = 'unsubscribe';
export const ERASE = 'erase';

/** A profile may be 100 KB, an event 5 MB; less room for what stands around them. */
const PROFILE_BYTES = 99_000;
export const EVENT_BYTES = 4_800_000;
const MOST_IDENTIFIER_CHARACTERS = 255;
const LEFT = 'Loyalty Program Left';

type Items = ReturnType<Outbound<KlaviyoOutboundSettings, unknown>['items']>;
type Oversized = Items['oversized'][number];
type Made = { readonly item: Item } | { readonly oversized: Oversized };

const walletOf = ({ walletId, identity }: NamedEvent | NamedProfile) =>
  walletId ?? `${identity?.type}:${identity?.value}`;

/** Null for an identity that is not known, or that Klaviyo cannot take: it would make a profile for "". */
function identifierOf(
  identity: Identity | null,
  settings: KlaviyoOutboundSettings,
): ProfileIdentifier | null {
  const value = identity?.value ?? '';
  if (value === '' || value.length > MOST_IDENTIFIER_CHARACTERS) return null;
  return { [settings.profileIdentifier]: value };
}

/** Profiles first, then events, one by one: the form in which a repeat never does harm. */
export function klaviyoItems(
  events: readonly NamedEvent[],
  profiles: readonly NamedProfile[],
  settings: KlaviyoOutboundSettings,
): Items {
  const leaving = new Map(
    events.filter(({ name }) => name === LEFT).map((event) => [walletOf(event), event.occurredAt]),
  );
  const erased = (profile: NamedProfile) => {
    const left = settings.onLeave === 'erase' ? leaving.get(walletOf(profile)) : undefined;
    return left !== undefined && profile.asOf >= left;
  };
  const made = [
    // What is written beside a deletion would create the profile again.
    ...profiles.filter((profile) => !erased(profile)).flatMap((profile) => profileItem(profile, settings)),
    ...events.flatMap((event) => eventItems(event, settings)),
  ];
  return {
    items: made.flatMap((entry) => ('item' in entry ? [entry.item] : [])),
    oversized: made.flatMap((entry) => ('oversized' in entry ? [entry.oversized] : [])),
  };
}

/**
 * Puts a delivery's events into the bulk call where that is faster. Klaviyo takes 3,500 single calls a minute and 150 in
 * bulk, so that fewer than 24 events (`bulkFrom`) are slower in bulk, and at low rates a delivery holds two or three.
 *
 * A bulk call fails as a whole for one repeated `unique_id`, while a single call drops the repeat, and the members of a
 * delivery change from attempt to attempt. So what may have been sent before always goes alone.
 */
export function arrangeKlaviyo(
  items: readonly Item[],
  mayHaveBeenSent: (item: Item) => boolean,
  settings: Pick<KlaviyoOutboundSettings, 'bulkFrom'>,
): readonly Item[] {
  const fresh = new Set(items.filter((item) => item.target === EVENT && !mayHaveBeenSent(item)));
  if (fresh.size < settings.bulkFrom) return items;
  return items.map((item) => (fresh.has(item) ? { ...item, target: EVENTS } : item));
}

const unknown = (id: string): Made => ({
  oversized: { id, detail: 'the identity is not known, or too long' },
});

function profileItem(profile: NamedProfile, settings: KlaviyoOutboundSettings): Made[] {
  const identifier = identifierOf(profile.identity, settings);
  if (!identifier) return [unknown(profile.id)];
  if (Object.keys(profile.attributes).length === 0) return [];
  // The identifier last: no attribute may put the data on another profile.
  const attributes = { ...klaviyoAttributes(profile.attributes), ...identifier };
  const body = { data: { type: 'profile', attributes } };
  const item: Item = { id: profile.id, kind: 'profile', target: PROFILE, walletId: walletOf(profile), body };
  if (itemJson(item).bytes > PROFILE_BYTES)
    return [
      { oversized: { id: profile.id, detail: `its attributes are larger than ${PROFILE_BYTES} bytes` } },
    ];
  return [{ item }];
}

function eventItems(event: NamedEvent, settings: KlaviyoOutboundSettings): Made[] {
  const identifier = identifierOf(event.identity, settings);
  if (!identifier) return [unknown(event.id)];
  const make = (part: string, body: unknown, target = EVENT): Item => ({
    id: `${event.id}${part}`,
    kind: 'event',
    target,
    walletId: walletOf(event),
    body,
  });
  const profile = { type: 'profile', attributes: identifier };
  const left = event.name === LEFT;
  if (left && settings.onLeave === 'erase') {
    const job = { type: 'data-privacy-deletion-job', attributes: { profile: { data: profile } } };
    return [{ item: make('', { data: job }, ERASE) }];
  }
  const tell = (
    part: string,
    name: string,
    given: Properties,
    money?: { value: number; value_currency: string },
  ): Made => {
    const id = `${event.id}${part}`;
    const made = (properties: Properties) =>
      make(part, { ...eventAttributes(event, name, id, identifier, properties), ...money });
    const properties = klaviyoProperties(given);
    const whole = made(properties);
    if (itemJson(whole).bytes <= EVENT_BYTES) return { item: whole };
    const small = shrinkLists(properties, EVENT_BYTES);
    return small
      ? { item: made(small) }
      : { oversized: { id, detail: `its properties are larger than ${EVENT_BYTES} bytes` } };
  };
  const order = settings.eCommerceEvents ? klaviyoOrder(event, settings.currency) : null;
  return [
    tell('', event.platformName, event.properties),
    ...(order
      ? [
          tell('#ecommerce', order.metric, order.properties, {
            value: order.value,
            value_currency: order.currency,
          }),
        ]
      : []),
    ...(left && settings.onLeave === 'unsubscribe'
      ? [{ item: make('#unsubscribe', farewell(identifier, settings), UNSUBSCRIBE) }]
      : []),
  ];
}

/** By e-mail the e-mail marketing ends, by phone number the text messages. */
function farewell(identifier: ProfileIdentifier, settings: KlaviyoOutboundSettings): unknown {
  const channel = settings.profileIdentifier === 'phone_number' ? 'sms' : 'email';
  const subscriptions = { [channel]: { marketing: { consent: 'UNSUBSCRIBED' } } };
  return { type: 'profile', attributes: { ...identifier, subscriptions } };
}
