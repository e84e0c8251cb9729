import { braze } from '../../../../functions/platforms/braze/platform';
import type { BrazeOutbound } from '../../../../functions/platforms/braze/settings';
import type { Item, NamedEvent, NamedProfile } from '../../../../functions/platforms/item';
import { COMMON, makers } from '../build';

export const outbound = braze.outbound!;

/** Settings as `config-schema.ts` leaves them, with defaults filled in. */
export const settings = (change: Partial<BrazeOutbound> = {}): BrazeOutbound => ({
  ...COMMON,
  restUrl: 'https://rest.fra-02.braze.eu',
  updateExistingOnly: false,
  eCommerceEvents: 'off',
  onLeave: 'mark',
  ...change,
});

export const { event, profile } = makers({
  eventId: 'ev-1',
  walletId: 'w-1',
  identity: 'CU-1',
  at: '2026-04-18T10:42:07Z',
  attributes: { ee_points_balance: 10 },
});

export const itemsOf = (
  events: readonly NamedEvent[],
  profiles: readonly NamedProfile[] = [],
  change: Partial<BrazeOutbound> = {},
) => outbound.items(events, profiles, settings(change));

/** The bodies that a list of events becomes. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of many shapes.
export const bodiesOf = (...given: Parameters<typeof itemsOf>): Record<string, any>[] =>
  itemsOf(...given).items.map((item: Item) => item.body as Record<string, unknown>);
