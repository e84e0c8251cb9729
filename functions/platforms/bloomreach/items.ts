import type { Identity, Properties } from '../../air/loyalty-event';
import { itemJson } from '../item-json';
import type { Item, NamedEvent, NamedProfile, Outbound } from '../platform';
import { shrinkLists } from '../shrink';
import { purchase } from './orders';
import { bloomreachProperties, unixSeconds } from './properties';
import type { BloomreachOutboundSettings } from './settings';

/** Commands of the tracking API, and customers to anonymize. */
export const COMMANDS = 'commands';
export const ANONYMIZE = 'anonymize';

/** "An update message must be less than 800 KBytes"; the same is held for events, of which nothing is written. */
const MOST_COMMAND_BYTES = 780_000;
/** What stands around the properties of an event. */
const AROUND_BYTES = 2_000;
const LEFT = 'Loyalty Program Left';

type Items = ReturnType<Outbound<BloomreachOutboundSettings, unknown>['items']>;
type Made = { readonly item: Item } | { readonly oversized: Items['oversized'][number] };
type CustomerIds = Readonly<Record<string, string>>;

const walletOf = ({ walletId, identity }: NamedEvent | NamedProfile) =>
  walletId ?? `${identity?.type}:${identity?.value}`;

const idsOf = (identity: Identity | null, settings: BloomreachOutboundSettings): CustomerIds | null =>
  identity?.value ? { [settings.customerId]: identity.value } : null;

/**
 * Commands for `/batch`, profiles first. Bloomreach does not execute them in that order, so each carries its time:
 * `update_timestamp` keeps an older value from replacing a newer one, `timestamp` sorts the events.
 * @see https://documentation.bloomreach.com/engagement/docs/batch-commands-2
 */
export function bloomreachItems(
  events: readonly NamedEvent[],
  profiles: readonly NamedProfile[],
  settings: BloomreachOutboundSettings,
): Items {
  const leaving = new Map(
    events.filter(({ name }) => name === LEFT).map((event) => [walletOf(event), event.occurredAt]),
  );
  const erased = (profile: NamedProfile) => {
    const left = settings.onLeave === 'erase' ? leaving.get(walletOf(profile)) : undefined;
    return left !== undefined && profile.asOf >= left;
  };
  const made = [
    // What is written beside an anonymization would create the customer again.
    ...profiles.filter((profile) => !erased(profile)).flatMap((profile) => updates(profile, settings)),
    ...events.flatMap((event) => eventItems(event, settings)),
  ];
  return {
    items: made.flatMap((entry) => ('item' in entry ? [entry.item] : [])),
    oversized: made.flatMap((entry) => ('oversized' in entry ? [entry.oversized] : [])),
  };
}

const unknown = (id: string): Made => ({ oversized: { id, detail: 'the identity is not known' } });

/** @see https://documentation.bloomreach.com/engagement/reference/update-customer-properties-2 */
function updates(profile: NamedProfile, settings: BloomreachOutboundSettings): Made[] {
  const customer_ids = idsOf(profile.identity, settings);
  if (!customer_ids) return [unknown(profile.id)];
  if (Object.keys(profile.attributes).length === 0) return [];
  const data = {
    customer_ids,
    properties: bloomreachProperties(profile.attributes),
    update_timestamp: unixSeconds(profile.asOf),
  };
  const body = { name: 'customers', data };
  const item: Item = { id: profile.id, kind: 'profile', target: COMMANDS, walletId: walletOf(profile), body };
  return itemJson(item).bytes > MOST_COMMAND_BYTES
    ? [
        {
          oversized: { id: profile.id, detail: `its attributes are larger than ${MOST_COMMAND_BYTES} bytes` },
        },
      ]
    : [{ item }];
}

/** @see https://documentation.bloomreach.com/engagement/docs/add-event */
function eventItems(event: NamedEvent, settings: BloomreachOutboundSettings): Made[] {
  const customer_ids = idsOf(event.identity, settings);
  if (!customer_ids) return [unknown(event.id)];
  const left = event.name === LEFT;
  const item = (part: string, target: string, body: unknown): Item => ({
    id: `${event.id}${part}`,
    kind: 'event',
    target,
    walletId: walletOf(event),
    body,
  });
  if (left && settings.onLeave === 'erase') return [{ item: item('', ANONYMIZE, { customer_ids }) }];

  const track = (part: string, event_type: string, given: Properties): Made => {
    const timestamp = unixSeconds(event.occurredAt);
    const made = (properties: Properties) =>
      item(part, COMMANDS, {
        name: 'customers/events',
        data: { customer_ids, event_type, timestamp, properties },
      });
    const properties = bloomreachProperties(given);
    const whole = made(properties);
    if (itemJson(whole).bytes <= MOST_COMMAND_BYTES) return { item: whole };
    const small = shrinkLists(properties, MOST_COMMAND_BYTES - AROUND_BYTES);
    const detail = `its properties are larger than ${MOST_COMMAND_BYTES} bytes`;
    return small ? { item: made(small) } : { oversized: { id: `${event.id}${part}`, detail } };
  };
  const order = settings.eCommerceEvents ? purchase(event, settings.currency) : null;
  const consents = left && settings.onLeave === 'unsubscribe' ? (settings.leaveConsents ?? []) : [];
  return [
    // Bloomreach knows no repeats; with the id somebody who suspects one can look.
    track('', event.platformName, { ...event.properties, ee_event_id: event.id }),
    ...(order ? [track('#ecommerce', 'purchase', order)] : []),
    ...consents.map((category) =>
      track(`#consent-${category}`, 'consent', { action: 'reject', category, valid_until: 'unlimited' }),
    ),
  ];
}
