/** What the directory knows beside an AIR event, and what an event teaches it. Plain data, so that the translation stays pure. */

/** By identity type (`CUSTOMER_ID`, `CARD`, ...). */
export type IdentityValues = Readonly<Record<string, string>>;

/** By identity type: the value that is the wallet's no longer; null where AIR does not say which one it was. */
export type EndedIdentities = Readonly<Record<string, string | null>>;

/** What the directory knows of the wallets, accounts and orders of one event. */
export interface Known {
  /** By wallet id. */
  readonly identities: Readonly<Record<string, IdentityValues>>;
  /** By wallet id and type: the date of the event that told it, or that told that there is none any more. ISO 8601 UTC. */
  readonly identityDates?: Readonly<Record<string, IdentityValues>>;
  /** Account id to the wallet it belongs to. */
  readonly wallets: Readonly<Record<string, string>>;
  /** Order reference to the order's total before this event, in minor units. Only loaded for refunds. */
  readonly orderTotals: Readonly<Record<string, number>>;
  /** The first points scheme this connector has seen; used where the settings name none. */
  readonly schemeId: string | null;
  /**
   * By wallet id: its subscriptions as they were remembered before this event. With them the subscription attributes
   * follow the newest active one when another ends; without them, the one that the event is about.
   */
  readonly subscriptions?: Readonly<Record<string, readonly SubscriptionState[]>>;
}

/** For a preview, or where the directory cannot be asked. */
export const NOTHING_KNOWN: Known = { identities: {}, wallets: {}, orderTotals: {}, schemeId: null };

/** What one AIR event says of one wallet's identities and accounts. */
export interface Lesson {
  readonly walletId: string;
  /** Active identities only; never a `DELETED_` value. */
  readonly identities: IdentityValues;
  readonly ended?: EndedIdentities;
  readonly accountIds: readonly string[];
  /** The event's date, ISO 8601 UTC: a later date replaces an earlier one, never the other way. */
  readonly asOf: string;
  /** The wallet was deleted: its entry is kept 45 days and learns nothing more. */
  readonly left: boolean;
}

/** An order's total after an event, in minor units: what a later refund is held against. */
export interface OrderTotal {
  readonly walletId: string;
  readonly reference: string;
  readonly totalMinor: number;
}

/** A subscription after an event; `expiresAt` null: it never expires, or was cancelled. */
export interface SubscriptionState {
  readonly walletId: string;
  readonly subscriptionId: string;
  readonly campaignId: string | null;
  readonly expiresAt: string | null;
  readonly status: 'active' | 'cancelled';
  /** Of what is remembered: the date of the event that said so. ISO 8601 UTC. */
  readonly asOf?: string;
  /** Of what is remembered: the date of the newest profile that it went into, its end where that was told. ISO 8601 UTC. */
  readonly shownAsOf?: string;
}

/** What delivery writes down for later events of the same connector. */
export interface Remember {
  readonly orders: readonly OrderTotal[];
  readonly subscriptions: readonly SubscriptionState[];
  readonly schemeId: string | null;
}
