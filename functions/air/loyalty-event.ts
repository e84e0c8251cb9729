/**
 * What happened in the loyalty programme, in words that no platform and no AIR version owns. Step 1 of the
 * translation makes these from an AIR event; step 2 (a platform folder) makes platform requests from them.
 */

/** A typed value that finds a wallet in AIR (`CUSTOMER_ID`, `CARD`, `EMAIL`, ...); the types belong to the retailer's unit. */
export interface Identity {
  readonly type: string;
  readonly value: string;
}

/** Snake_case keys. Money is in major units (pounds, not pence), ids are strings, dates are ISO 8601. */
export type PropertyValue =
  | string
  | number
  | boolean
  | null
  | readonly PropertyValue[]
  | { readonly [key: string]: PropertyValue };
export type Properties = { readonly [key: string]: PropertyValue };

/** One thing that happened to one wallet. */
export interface LoyaltyEvent {
  /**
   * Deterministic, and stable when a mapping changes: `<eesEventId>:<walletId>:<name>:<entity id or operation index>`;
   * `<walletId>:joined` and `<walletId>:left` for joining and leaving. The key by which repeats are recognised.
   */
  readonly id: string;
  /** From the catalogue (`catalogue.ts`), without prefix. */
  readonly name: string;
  /** ISO 8601, UTC, from AIR's `headers.eventDate`. */
  readonly occurredAt: string;
  /** Whose; null when AIR does not say. Never guessed. */
  readonly walletId: string | null;
  /** The wallet's identity of the connector's identity type, or null when it is not known (yet). */
  readonly identity: Identity | null;
  readonly properties: Properties;
}

/** What a wallet looks like after an AIR event: absolute values only, never increments. */
export interface Profile {
  readonly walletId: string | null;
  readonly identity: Identity | null;
  /** ISO 8601, UTC: the AIR event's date, by which an older value is told from a newer one. */
  readonly asOf: string;
  readonly attributes: { readonly [name: string]: string | number | boolean | null };
  /** Stands beside another profile of the same wallet and event: its attributes are newer than the event. */
  readonly beside?: 'newer';
  /** From a basket that is only open: shown in a preview, never sent, since nothing has happened yet. */
  readonly provisional?: true;
}

/** What one AIR event says. */
export interface Translation {
  readonly events: readonly LoyaltyEvent[];
  readonly profiles: readonly Profile[];
  /** What could not be told, in a sentence a person can act on. Never personal data. */
  readonly problems: readonly string[];
}
