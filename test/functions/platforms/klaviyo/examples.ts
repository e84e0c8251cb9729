import type { Item, NamedEvent, NamedProfile } from '../../../../functions/platforms/item';
import { klaviyo } from '../../../../functions/platforms/klaviyo/platform';
import type { KlaviyoOutbound } from '../../../../functions/platforms/klaviyo/settings';
import { COMMON, makers } from '../build';

export const outbound = klaviyo.outbound!;

/** Settings as `config-schema.ts` leaves them, with defaults filled in. */
export const settings = (change: Partial<KlaviyoOutbound> = {}): KlaviyoOutbound => ({
  ...COMMON,
  apiUrl: 'https://a.klaviyo.com',
  profileIdentifier: 'external_id',
  bulkFrom: 24,
  eCommerceEvents: false,
  onLeave: 'mark',
  ...change,
});

export const { event, events, profile } = makers({
  eventId: 'ev-7',
  walletId: 'w-7',
  identity: 'KC-204',
  at: '2026-06-02T07:15:40.731Z',
  attributes: { ee_points_balance: 310, ee_tier_name: 'Bronze' },
});

export const itemsOf = (
  given: readonly NamedEvent[],
  profiles: readonly NamedProfile[] = [],
  change: Partial<KlaviyoOutbound> = {},
) => outbound.items(given, profiles, settings(change));

/** As delivery does it: nothing was sent before. */
export const arranged = (items: readonly Item[], change: Partial<KlaviyoOutbound> = {}) =>
  outbound.arrange!(items, () => false, settings(change));

// biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of many shapes.
export const bodyOf = (items: readonly Item[], change: Partial<KlaviyoOutbound> = {}): any =>
  JSON.parse(outbound.request(items, settings(change)).body);
