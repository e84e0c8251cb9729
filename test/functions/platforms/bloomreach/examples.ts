import type { Properties } from '../../../../functions/air/loyalty-event';
import { bloomreach } from '../../../../functions/platforms/bloomreach/platform';
import type { BloomreachOutboundSettings } from '../../../../functions/platforms/bloomreach/settings';
import type { Item, NamedEvent, NamedProfile } from '../../../../functions/platforms/platform';

export const outbound = bloomreach.outbound!;

/** Settings as `config-schema.ts` leaves them, with defaults filled in. */
export const settings = (change: Partial<BloomreachOutboundSettings> = {}): BloomreachOutboundSettings => ({
  identityType: 'CUSTOMER_ID',
  currency: 'CZK',
  eventPrefix: 'EE ',
  attributePrefix: 'ee_',
  onlyChanged: true,
  personalFields: [],
  joinedWhen: 'wallet',
  apiUrl: 'https://api.exponea.com',
  projectToken: 'f0e1-test',
  customerId: 'registered',
  eCommerceEvents: false,
  onLeave: 'mark',
  ...change,
});

export const event = (
  name: string,
  properties: Properties = {},
  change: Partial<NamedEvent> = {},
): NamedEvent => ({
  id: `br-3:w-3:${name}:0`,
  name,
  platformName: `EE ${name}`,
  occurredAt: '2026-03-09T18:20:05.250Z',
  walletId: 'w-3',
  identity: { type: 'CUSTOMER_ID', value: 'BR-88' },
  properties,
  ...change,
});

/** The same happening to so many consumers. */
export const events = (count: number, name = 'Points Spent'): NamedEvent[] =>
  Array.from({ length: count }, (_, index) =>
    event(
      name,
      { points: index },
      { id: `br-${index}`, walletId: `w-${index}`, identity: { type: 'CUSTOMER_ID', value: `BR-${index}` } },
    ),
  );

export const profile = (
  attributes: NamedProfile['attributes'] = { ee_points_balance: 75 },
  change: Partial<NamedProfile> = {},
): NamedProfile => ({
  id: 'br-3:w-3:profile',
  walletId: 'w-3',
  identity: { type: 'CUSTOMER_ID', value: 'BR-88' },
  asOf: '2026-03-09T18:20:05.250Z',
  attributes,
  ...change,
});

export const itemsOf = (
  given: readonly NamedEvent[],
  profiles: readonly NamedProfile[] = [],
  change: Partial<BloomreachOutboundSettings> = {},
) => outbound.items(given, profiles, settings(change));

// biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of many shapes.
export const bodiesOf = (...given: Parameters<typeof itemsOf>): any[] =>
  itemsOf(...given).items.map((item: Item) => item.body);
