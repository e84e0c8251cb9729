import type { NamedEvent, NamedProfile } from '../../../../functions/platforms/item';
import { webhook } from '../../../../functions/platforms/webhook/platform';
import type { WebhookOutbound } from '../../../../functions/platforms/webhook/settings';
import { COMMON, makers } from '../build';

export const outbound = webhook.outbound!;
export const inbound = webhook.inbound!;

export const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes ....').toString('base64')}`;
export const OTHER_SECRET = `whsec_${Buffer.from('another one, used after rotation').toString('base64')}`;

/** Settings as `config-schema.ts` leaves them, with defaults filled in. */
export const settings = (change: Partial<WebhookOutbound> = {}): WebhookOutbound => ({
  ...COMMON,
  eventPrefix: '',
  attributePrefix: '',
  url: 'https://events.shop.example/loyalty',
  maxItems: 100,
  maxBytes: 262_144,
  ...change,
});

export const { event, events, profile } = makers({
  eventId: 'wh-5',
  walletId: 'w-5',
  identity: 'WH-31',
  at: '2026-05-20T12:00:09.004Z',
  attributes: { points_balance: 10_020 },
  prefix: '',
});

export const itemsOf = (
  given: readonly NamedEvent[],
  profiles: readonly NamedProfile[] = [],
  change: Partial<WebhookOutbound> = {},
) => outbound.items(given, profiles, settings(change));
