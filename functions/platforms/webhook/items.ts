import type { Identity, Properties } from '../../air/loyalty-event';
import type { Items, NamedEvent, NamedProfile } from '../item';
import { fitting, itemOf, itemsOf, type Made, unknownIdentity } from '../made';
import type { WebhookOutbound } from './settings';

/** There is one call for all kinds of items. */
const BATCH = 'batch';
/** What stands around the items of a batch. */
export const ENVELOPE_BYTES = 200;

/** An entry of `data.events`. docs/platforms/webhook.md describes the fields. */
export interface WebhookEvent {
  readonly id: string;
  readonly name: string;
  readonly occurred_at: string;
  readonly wallet_id: string | null;
  readonly identity: Identity;
  readonly properties: Properties;
}

/** An entry of `data.profiles`: absolute values as of a time, and only those that changed. */
export interface WebhookProfile {
  readonly id: string;
  readonly as_of: string;
  readonly wallet_id: string | null;
  readonly identity: Identity;
  readonly attributes: Properties;
}

/** Profiles first, then events. */
export function toItems(
  events: readonly NamedEvent[],
  profiles: readonly NamedProfile[],
  settings: WebhookOutbound,
): Items {
  const most = settings.maxBytes - ENVELOPE_BYTES;
  return itemsOf(
    profiles,
    (profile) => profileItem(profile, most),
    events,
    (event) => [eventItem(event, most)],
  );
}

function profileItem(profile: NamedProfile, most: number): Made[] {
  const { id, asOf, walletId, identity } = profile;
  if (Object.keys(profile.attributes).length === 0) return [];
  if (!identity?.value) return [unknownIdentity(profile)];
  const body = (attributes: Properties): WebhookProfile => ({
    id,
    as_of: asOf,
    wallet_id: walletId,
    identity,
    attributes,
  });
  return [fitting(most, profile.attributes, (attributes) => itemOf(profile, BATCH, body(attributes)))];
}

function eventItem(event: NamedEvent, most: number): Made {
  const { id, platformName, occurredAt, walletId, identity } = event;
  if (!identity?.value) return unknownIdentity(event);
  const body = (properties: Properties): WebhookEvent => ({
    id,
    name: platformName,
    occurred_at: occurredAt,
    wallet_id: walletId,
    identity,
    properties,
  });
  return fitting(most, event.properties, (properties) => itemOf(event, BATCH, body(properties)));
}
