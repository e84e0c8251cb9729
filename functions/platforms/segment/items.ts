import type { Properties } from '../../air/loyalty-event';
import type { Items, NamedEvent, NamedProfile } from '../item';
import { besideBlanks } from '../json-size';
import { isLeaving, withoutErased } from '../leaving';
import { fitting, itemOf, itemsOf, type Made, notSendable, unknownIdentity } from '../made';
import { messageId } from './message-id';
import { ecommerceEvent } from './orders';
import type { SegmentOutbound } from './settings';

/** Targets of items. */
const BATCH = 'batch';
export const ERASE = 'erase';

/**
 * 32 KB per event, as Segment's library counts it.
 * https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/#max-request-size
 */
const MOST_EVENT_BYTES = besideBlanks(32_000);

interface Common {
  readonly messageId: string;
  readonly userId: string;
  /** ISO 8601, UTC: without a zone Engage drops it. */
  readonly timestamp: string;
}
export interface Track extends Common {
  readonly type: 'track';
  readonly event: string;
  readonly properties: Properties;
}
export interface Identify extends Common {
  readonly type: 'identify';
  readonly traits: Properties;
}

/**
 * The items of profiles, then of events; a consumer who is to be erased becomes one deletion. Segment answers 200 to what
 * it then throws away (no userId, no event name, more than 32 KB), so whatever could be thrown away is found here.
 */
export function toItems(
  events: readonly NamedEvent[],
  profiles: readonly NamedProfile[],
  settings: SegmentOutbound,
): Items {
  const kept = settings.onLeave === 'erase' ? withoutErased(profiles, events) : profiles;
  return itemsOf(
    kept,
    (profile) => identify(profile, settings),
    events,
    (event) => eventItems(event, settings),
  );
}

const common = (id: string, userId: string, at: string, settings: SegmentOutbound): Common => ({
  messageId: messageId(settings.sourceName, id),
  userId,
  timestamp: at,
});

function identify(profile: NamedProfile, settings: SegmentOutbound): Made[] {
  const userId = profile.identity?.value;
  if (!userId) return [unknownIdentity(profile)];
  if (Object.keys(profile.attributes).length === 0) return [];
  const call = (traits: Properties): Identify => ({
    type: 'identify',
    ...common(profile.id, userId, profile.asOf, settings),
    traits,
  });
  return [fitting(MOST_EVENT_BYTES, profile.attributes, (traits) => itemOf(profile, BATCH, call(traits)))];
}

function eventItems(event: NamedEvent, settings: SegmentOutbound): Made[] {
  const userId = event.identity?.value;
  if (!userId) return [unknownIdentity(event)];
  if (settings.onLeave === 'erase' && isLeaving(event)) return [itemOf(event, ERASE, { userId })];
  if (event.platformName.trim() === '') return [notSendable(event, 'its name is blank')];
  const track = (name: string, given: Properties, part = ''): Made => {
    const call = (properties: Properties): Track => ({
      type: 'track',
      ...common(`${event.id}${part}`, userId, event.occurredAt, settings),
      event: name,
      properties,
    });
    return fitting(MOST_EVENT_BYTES, given, (properties) => itemOf(event, BATCH, call(properties), part));
  };
  const order = settings.eCommerceEvents ? ecommerceEvent(event, settings.currency) : null;
  return [
    track(event.platformName, event.properties),
    ...(order ? [track(order.event, order.properties, '#ecommerce')] : []),
  ];
}
