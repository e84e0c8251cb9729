/** How the catalogue describes what it lists, and the descriptions that several of its entries share. */

export interface Described {
  readonly type: 'text' | 'number' | 'yes/no' | 'date' | 'list' | 'object';
  readonly unit?: string;
  /** For a marketer, without a full stop at the end. */
  readonly description: string;
}

export interface CatalogueEvent {
  readonly group: (typeof GROUPS)[number];
  /** When it comes, in one sentence for a marketer. */
  readonly when: string;
  /** What in AIR says so: names of AIR events, or of operations in any event. */
  readonly saidBy: readonly string[];
  /** False: sent only when a connector's `events` setting names it. */
  readonly onByDefault: boolean;
  readonly properties: Readonly<Record<string, Described>>;
}

export const GROUPS = [
  'Membership',
  'Purchases',
  'Points',
  'Rewards and coupons',
  'Tiers',
  'Subscriptions',
  'Quests, stamp cards and continuity',
] as const;

export const text = (description: string) => ({ type: 'text', description }) as const;
export const date = (description: string) => ({ type: 'date', description }) as const;
export const yesNo = (description: string) => ({ type: 'yes/no', description }) as const;
export const listOf = (description: string) => ({ type: 'list', description }) as const;
export const money = (description: string) =>
  ({ type: 'number', unit: 'major units of the currency', description }) as const;
export const points = (description: string) => ({ type: 'number', unit: 'points', description }) as const;
export const count = (description: string) => ({ type: 'number', unit: 'count', description }) as const;

export const currency = text('ISO 4217 code of the amounts, from the connector’s settings');

/** Of every order event. */
export const orderPlace = {
  store_id: text('Store, as the till sent it'),
  store_parent_id: text('Banner or region of the store, as the till sent it'),
  transaction_at: date('When the till says it happened'),
} as const;

export const products = listOf(
  'Lines: `product_id` (UPC, else SKU), `name`, `quantity`, `price` of one, `total` at list price and `total_after_discount` (line discounts only), in major units',
);
