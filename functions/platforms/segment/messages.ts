import type { Properties } from '../../air/loyalty-event';
import { itemJson } from '../item-json';
import type { Item, NamedEvent, NamedProfile, Outbound } from '../platform';
import { shrinkLists } from '../shrink';
import { ecommerceEvent } from './ecommerce';
import { messageId } from './message-id';
import type { SegmentOutbound } from './settings';

/** Targets of items. */
export const BATCH = 'batch';
export const ERASE = 'erase';

/**
 * Segment's limit is 32 KB per event, and it does not say how it counts (escapes, what it adds itself); this is the
 * UTF-8 of our JSON.
 * https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/#max-request-size
 */
const MOST_EVENT_BYTES = 26_000;

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

type Items = ReturnType<Outbound<SegmentOutbound, unknown>['items']>;
type Unsendable = Items['oversized'][number];

const LEFT = 'Loyalty Program Left';
const walletOf = ({ walletId, identity }: NamedEvent | NamedProfile) =>
  walletId ?? `${identity?.type}:${identity?.value}`;

/**
 * The items of profiles, then of events; a consumer who is to be erased becomes one deletion. Segment answers 200 to what
 * it then throws away (no userId, no event name, more than 32 KB), so whatever could be thrown away is found here.
 */
export function segmentItems(
  events: readonly NamedEvent[],
  profiles: readonly NamedProfile[],
  settings: SegmentOutbound,
): Items {
  const items: Item[] = [];
  const oversized: Unsendable[] = [];
  const erased = new Map(
    settings.onLeave === 'erase'
      ? events.filter(({ name }) => name === LEFT).map((event) => [walletOf(event), event.occurredAt])
      : [],
  );
  const add = (made: readonly (Item | Unsendable)[]) => {
    for (const entry of made) 'target' in entry ? items.push(entry) : oversized.push(entry);
  };
  for (const profile of profiles) {
    const left = erased.get(walletOf(profile));
    // What is written beside a deletion would make the user anew.
    if (left === undefined || profile.asOf < left) add(identify(profile, settings));
  }
  for (const event of events)
    add(erased.has(walletOf(event)) && event.name === LEFT ? erase(event) : track(event, settings));
  return { items, oversized };
}

const unknown = (id: string): Unsendable => ({ id, detail: 'the identity is not known' });

function identify(profile: NamedProfile, settings: SegmentOutbound): (Item | Unsendable)[] {
  const userId = profile.identity?.value;
  if (!userId) return [unknown(profile.id)];
  if (Object.keys(profile.attributes).length === 0) return [];
  const body: Identify = {
    type: 'identify',
    ...common(profile.id, userId, profile.asOf, settings),
    traits: profile.attributes,
  };
  const item: Item = { id: profile.id, kind: 'profile', target: BATCH, walletId: walletOf(profile), body };
  return itemJson(item).bytes > MOST_EVENT_BYTES
    ? [{ id: profile.id, detail: `its traits are larger than ${MOST_EVENT_BYTES} bytes` }]
    : [item];
}

function track(event: NamedEvent, settings: SegmentOutbound): (Item | Unsendable)[] {
  const userId = event.identity?.value;
  if (!userId) return [unknown(event.id)];
  if (event.platformName.trim() === '') return [{ id: event.id, detail: 'its name is blank' }];
  const one = (id: string, name: string, properties: Properties): Item | Unsendable => {
    const body: Track = {
      type: 'track',
      ...common(id, userId, event.occurredAt, settings),
      event: name,
      properties,
    };
    const around = Buffer.byteLength(JSON.stringify({ ...body, properties: {} }));
    const fitting = shrinkLists(properties, MOST_EVENT_BYTES - around);
    if (fitting === null) return { id, detail: `its properties are larger than ${MOST_EVENT_BYTES} bytes` };
    return {
      id,
      kind: 'event',
      target: BATCH,
      walletId: walletOf(event),
      body: { ...body, properties: fitting },
    };
  };
  const order = settings.eCommerceEvents ? ecommerceEvent(event, settings.currency) : null;
  return [
    one(event.id, event.platformName, event.properties),
    ...(order ? [one(`${event.id}#ecommerce`, order.event, order.properties)] : []),
  ];
}

function erase(event: NamedEvent): (Item | Unsendable)[] {
  const userId = event.identity?.value;
  if (!userId) return [unknown(event.id)];
  return [{ id: event.id, kind: 'event', target: ERASE, walletId: walletOf(event), body: { userId } }];
}

const common = (id: string, userId: string, at: string, settings: SegmentOutbound): Common => ({
  messageId: messageId(settings.sourceName, id),
  userId,
  timestamp: at,
});
