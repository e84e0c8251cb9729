import { bloomreach } from '../../../../functions/platforms/bloomreach/platform';
import type { BloomreachOutbound } from '../../../../functions/platforms/bloomreach/settings';
import type { Item, NamedEvent, NamedProfile } from '../../../../functions/platforms/item';
import { COMMON, makers } from '../build';

export const outbound = bloomreach.outbound!;

/** Settings as `config-schema.ts` leaves them, with defaults filled in. */
export const settings = (change: Partial<BloomreachOutbound> = {}): BloomreachOutbound => ({
  ...COMMON,
  currency: 'CZK',
  apiUrl: 'https://api.exponea.com',
  projectToken: 'f0e1-test',
  customerId: 'registered',
  eCommerceEvents: false,
  onLeave: 'mark',
  ...change,
});

export const { event, events, profile } = makers({
  eventId: 'br-3',
  walletId: 'w-3',
  identity: 'BR-88',
  at: '2026-03-09T18:20:05.250Z',
  attributes: { ee_points_balance: 75 },
});

export const itemsOf = (
  given: readonly NamedEvent[],
  profiles: readonly NamedProfile[] = [],
  change: Partial<BloomreachOutbound> = {},
) => outbound.items(given, profiles, settings(change));

// biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of many shapes.
export const bodiesOf = (...given: Parameters<typeof itemsOf>): any[] =>
  itemsOf(...given).items.map((item: Item) => item.body);
