import type { Properties } from '../../../../functions/air/loyalty-event';
import { klaviyo } from '../../../../functions/platforms/klaviyo/platform';
import type { KlaviyoOutboundSettings } from '../../../../functions/platforms/klaviyo/settings';
import type { Item, NamedEvent, NamedProfile } from '../../../../functions/platforms/platform';

export const outbound = klaviyo.outbound!;

/** Settings as `config-schema.ts` leaves them, with defaults filled in. */
export const settings = (change: Partial<KlaviyoOutboundSettings> = {}): KlaviyoOutboundSettings => ({
  identityType: 'CUSTOMER_ID',
  currency: 'GBP',
  eventPrefix: 'EE ',
  attributePrefix: 'ee_',
  onlyChanged: true,
  personalFields: [],
  joinedWhen: 'wallet',
  apiUrl: 'https://a.klaviyo.com',
  profileIdentifier: 'external_id',
  bulkFrom: 24,
  eCommerceEvents: false,
  onLeave: 'mark',
  ...change,
});

export const event = (
  name: string,
  properties: Properties = {},
  change: Partial<NamedEvent> = {},
): NamedEvent => ({
  id: `ev-7:w-7:${name}:0`,
  name,
  platformName: `EE ${name}`,
  occurredAt: '2026-06-02T07:15:40.731Z',
  walletId: 'w-7',
  identity: { type: 'CUSTOMER_ID', value: 'KC-204' },
  properties,
  ...change,
});

/** The same happening to so many consumers. */
export const events = (count: number, name = 'Points Spent'): NamedEvent[] =>
  Array.from({ length: count }, (_, index) =>
    event(
      name,
      { points: index },
      {
        id: `ev-${index}:w-${index}:${name}:0`,
        walletId: `w-${index}`,
        identity: { type: 'CUSTOMER_ID', value: `KC-${index}` },
      },
    ),
  );

export const profile = (
  attributes: NamedProfile['attributes'] = { ee_points_balance: 310, ee_tier_name: 'Bronze' },
  change: Partial<NamedProfile> = {},
): NamedProfile => ({
  id: 'ev-7:w-7:profile',
  walletId: 'w-7',
  identity: { type: 'CUSTOMER_ID', value: 'KC-204' },
  asOf: '2026-06-02T07:15:40.731Z',
  attributes,
  ...change,
});

export const itemsOf = (
  given: readonly NamedEvent[],
  profiles: readonly NamedProfile[] = [],
  change: Partial<KlaviyoOutboundSettings> = {},
) => outbound.items(given, profiles, settings(change));

/** As delivery does it: nothing was sent before. */
export const arranged = (items: readonly Item[], change: Partial<KlaviyoOutboundSettings> = {}) =>
  outbound.arrange!(items, () => false, settings(change));

// biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of many shapes.
export const bodyOf = (items: readonly Item[], change: Partial<KlaviyoOutboundSettings> = {}): any =>
  JSON.parse(outbound.request(items, settings(change)).body);
