import type { Properties } from '../../../../functions/air/loyalty-event';
import type { NamedEvent, NamedProfile } from '../../../../functions/platforms/platform';
import { webhook } from '../../../../functions/platforms/webhook/platform';
import type { WebhookOutboundSettings } from '../../../../functions/platforms/webhook/settings';

export const outbound = webhook.outbound!;
export const inbound = webhook.inbound!;

export const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes ....').toString('base64')}`;
export const OTHER_SECRET = `whsec_${Buffer.from('another one, used after rotation').toString('base64')}`;

/** Settings as `config-schema.ts` leaves them, with defaults filled in. */
export const settings = (change: Partial<WebhookOutboundSettings> = {}): WebhookOutboundSettings => ({
  identityType: 'CUSTOMER_ID',
  currency: 'GBP',
  eventPrefix: '',
  attributePrefix: '',
  onlyChanged: true,
  personalFields: [],
  joinedWhen: 'wallet',
  url: 'https://events.shop.example/loyalty',
  maxItems: 100,
  maxBytes: 262_144,
  ...change,
});

export const event = (
  name: string,
  properties: Properties = {},
  change: Partial<NamedEvent> = {},
): NamedEvent => ({
  id: `wh-5:w-5:${name}:0`,
  name,
  platformName: name,
  occurredAt: '2026-05-20T12:00:09.004Z',
  walletId: 'w-5',
  identity: { type: 'CUSTOMER_ID', value: 'WH-31' },
  properties,
  ...change,
});

/** The same happening to so many consumers. */
export const events = (count: number, properties: Properties = {}): NamedEvent[] =>
  Array.from({ length: count }, (_, index) =>
    event('Points Spent', properties, {
      id: `wh-${index}`,
      walletId: `w-${index}`,
      identity: { type: 'CUSTOMER_ID', value: `WH-${index}` },
    }),
  );

export const profile = (
  attributes: NamedProfile['attributes'] = { points_balance: 10_020 },
  change: Partial<NamedProfile> = {},
): NamedProfile => ({
  id: 'wh-5:w-5:profile',
  walletId: 'w-5',
  identity: { type: 'CUSTOMER_ID', value: 'WH-31' },
  asOf: '2026-05-20T12:00:09.004Z',
  attributes,
  ...change,
});

export const itemsOf = (
  given: readonly NamedEvent[],
  profiles: readonly NamedProfile[] = [],
  change: Partial<WebhookOutboundSettings> = {},
) => outbound.items(given, profiles, settings(change));
