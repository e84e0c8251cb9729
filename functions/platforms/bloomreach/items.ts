import type { Identity, Properties } from '../../air/loyalty-event';
import type { Items, NamedEvent, NamedProfile } from '../item';
import { besideBlanks } from '../json-size';
import { isLeaving, withoutErased } from '../leaving';
import { fitting, itemOf, itemsOf, type Made, unknownIdentity } from '../made';
import { purchase } from './orders';
import { eventProperties, profileAttributes, unixSeconds } from './properties';
import type { BloomreachOutbound } from './settings';

/** Commands of the tracking API, and customers to anonymize. */
const COMMANDS = 'commands';
export const ANONYMIZE = 'anonymize';

/** "An update message must be less than 800 KBytes"; the same is held for events, of which nothing is written. */
const MOST_COMMAND_BYTES = besideBlanks(800_000);

type CustomerIds = Readonly<Record<string, string>>;

const idsOf = (identity: Identity | null, settings: BloomreachOutbound): CustomerIds | null =>
  identity?.value ? { [settings.customerId]: identity.value } : null;

/**
 * Commands for `/batch`, profiles first. Bloomreach does not execute them in that order, so each carries its time:
 * `update_timestamp` keeps an older value from replacing a newer one, `timestamp` sorts the events.
 * @see https://documentation.bloomreach.com/engagement/docs/batch-commands-2
 */
export function toItems(
  events: readonly NamedEvent[],
  profiles: readonly NamedProfile[],
  settings: BloomreachOutbound,
): Items {
  const kept = settings.onLeave === 'erase' ? withoutErased(profiles, events) : profiles;
  return itemsOf(
    kept,
    (profile) => updates(profile, settings),
    events,
    (event) => eventItems(event, settings),
  );
}

/** @see https://documentation.bloomreach.com/engagement/reference/update-customer-properties-2 */
function updates(profile: NamedProfile, settings: BloomreachOutbound): Made[] {
  const customer_ids = idsOf(profile.identity, settings);
  if (!customer_ids) return [unknownIdentity(profile)];
  if (Object.keys(profile.attributes).length === 0) return [];
  const command = (properties: Properties) => ({
    name: 'customers',
    data: { customer_ids, properties, update_timestamp: unixSeconds(profile.asOf) },
  });
  return [
    fitting(MOST_COMMAND_BYTES, profileAttributes(profile.attributes), (properties) =>
      itemOf(profile, COMMANDS, command(properties)),
    ),
  ];
}

/** @see https://documentation.bloomreach.com/engagement/docs/add-event */
function eventItems(event: NamedEvent, settings: BloomreachOutbound): Made[] {
  const customer_ids = idsOf(event.identity, settings);
  if (!customer_ids) return [unknownIdentity(event)];
  const leaving = isLeaving(event);
  if (leaving && settings.onLeave === 'erase') return [itemOf(event, ANONYMIZE, { customer_ids })];

  const timestamp = unixSeconds(event.occurredAt);
  const track = (event_type: string, given: Properties, part = ''): Made => {
    const command = (properties: Properties) => ({
      name: 'customers/events',
      data: { customer_ids, event_type, timestamp, properties },
    });
    return fitting(MOST_COMMAND_BYTES, eventProperties(given), (properties) =>
      itemOf(event, COMMANDS, command(properties), part),
    );
  };
  const order = settings.eCommerceEvents ? purchase(event, settings.currency) : null;
  const consents = leaving && settings.onLeave === 'unsubscribe' ? (settings.leaveConsents ?? []) : [];
  return [
    // Bloomreach knows no repeats; with the id somebody who suspects one can look.
    track(event.platformName, { ...event.properties, ee_event_id: event.id }),
    ...(order ? [track('purchase', order, '#ecommerce')] : []),
    ...consents.map((category) =>
      track('consent', { action: 'reject', category, valid_until: 'unlimited' }, `#consent-${category}`),
    ),
  ];
}
