import type { Identity, Properties } from '../../air/loyalty-event';
import { itemJson } from '../item-json';
import type { Item, NamedEvent, NamedProfile, Outbound } from '../platform';
import { shrinkLists } from '../shrink';
import type { WebhookOutboundSettings } from './settings';

/** There is one call for all kinds of items. */
export const BATCH = 'batch';
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

type Items = ReturnType<Outbound<WebhookOutboundSettings, unknown>['items']>;

/** Profiles first, then events. */
export function webhookItems(
  events: readonly NamedEvent[],
  profiles: readonly NamedProfile[],
  settings: WebhookOutboundSettings,
): Items {
  const items: Item[] = [];
  const oversized: { id: string; detail: string }[] = [];
  const most = settings.maxBytes - ENVELOPE_BYTES;
  const add = (
    kind: Item['kind'],
    { id, walletId, identity }: NamedEvent | NamedProfile,
    content: Properties,
    made: (identity: Identity, content: Properties) => WebhookEvent | WebhookProfile,
  ): void => {
    if (!identity?.value) {
      oversized.push({ id, detail: 'the identity is not known' });
      return;
    }
    const item = (body: unknown): Item => ({
      id,
      kind,
      target: BATCH,
      walletId: walletId ?? `${identity.type}:${identity.value}`,
      body,
    });
    const whole = item(made(identity, content));
    const { bytes } = itemJson(whole);
    if (bytes <= most) {
      items.push(whole);
      return;
    }
    const small = shrinkLists(content, most - (bytes - Buffer.byteLength(JSON.stringify(content))));
    if (small) items.push(item(made(identity, small)));
    else oversized.push({ id, detail: `it is larger than ${most} bytes, even without lists` });
  };

  for (const profile of profiles) {
    if (Object.keys(profile.attributes).length === 0) continue;
    add('profile', profile, profile.attributes, (identity, attributes) => ({
      id: profile.id,
      as_of: profile.asOf,
      wallet_id: profile.walletId,
      identity,
      attributes,
    }));
  }
  for (const event of events)
    add('event', event, event.properties, (identity, properties) => ({
      id: event.id,
      name: event.platformName,
      occurred_at: event.occurredAt,
      wallet_id: event.walletId,
      identity,
      properties,
    }));
  return { items, oversized };
}
