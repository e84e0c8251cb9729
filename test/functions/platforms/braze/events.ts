import type { Properties } from '../../../../functions/air/loyalty-event';
import { braze } from '../../../../functions/platforms/braze/platform';
import type { BrazeOutboundSettings } from '../../../../functions/platforms/braze/settings';
import type { Item, NamedEvent, NamedProfile } from '../../../../functions/platforms/platform';

export const outbound = braze.outbound!;

/** Settings as `config-schema.ts` leaves them, with defaults filled in. */
export const settings = (change: Partial<BrazeOutboundSettings> = {}): BrazeOutboundSettings => ({
  identityType: 'CUSTOMER_ID',
  currency: 'GBP',
  eventPrefix: 'EE ',
  attributePrefix: 'ee_',
  onlyChanged: true,
  personalFields: [],
  joinedWhen: 'wallet',
  restUrl: 'https://rest.fra-02.braze.eu',
  updateExistingOnly: false,
  eCommerceEvents: 'off',
  onLeave: 'mark',
  ...change,
});

export const event = (
  name: string,
  properties: Properties = {},
  change: Partial<NamedEvent> = {},
): NamedEvent => ({
  id: `ev-1:w-1:${name}:0`,
  name,
  platformName: `EE ${name}`,
  occurredAt: '2026-04-18T10:42:07Z',
  walletId: 'w-1',
  identity: { type: 'CUSTOMER_ID', value: 'CU-1' },
  properties,
  ...change,
});

export const profile = (
  attributes: NamedProfile['attributes'] = { ee_points_balance: 10 },
  change: Partial<NamedProfile> = {},
): NamedProfile => ({
  id: 'ev-1:w-1:profile',
  walletId: 'w-1',
  identity: { type: 'CUSTOMER_ID', value: 'CU-1' },
  asOf: '2026-04-18T10:42:07Z',
  attributes,
  ...change,
});

export const itemsOf = (
  events: readonly NamedEvent[],
  profiles: readonly NamedProfile[] = [],
  change: Partial<BrazeOutboundSettings> = {},
) => outbound.items(events, profiles, settings(change));

/** The bodies that a list of events becomes. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of many shapes.
export const bodiesOf = (...given: Parameters<typeof itemsOf>): Record<string, any>[] =>
  itemsOf(...given).items.map((item: Item) => item.body as Record<string, unknown>);
