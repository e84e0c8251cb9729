/**
 * What happened, and what a platform has to know of it in the end. The expectations are written down where an AIR event is
 * made up, by hand and by the catalogue's words: nothing of the translation under test is asked.
 */

/** A value of a property or an attribute. */
export type Scalar = string | number | boolean | null;

/** A loyalty event that a platform has to have, once. */
export interface Told {
  /** Of the catalogue, without prefix. */
  readonly name: string;
  /** ISO 8601, UTC, milliseconds. */
  readonly at: string;
  /** Properties to be seen among others. Of two values either is right: AIR's order of delivery decides. */
  readonly properties: Readonly<Record<string, Scalar | readonly Scalar[]>>;
}

/** What one event says of one member. */
export interface Part {
  /** Index in `History.members`. */
  readonly member: number;
  readonly tells: readonly Told[];
  /** Attributes of the catalogue after the event, without prefix; null: the platform has none. */
  readonly states: Readonly<Record<string, Scalar>>;
}

/** One AIR event of the history. No two are of the same second. */
export interface HistoryEvent {
  readonly index: number;
  readonly eventId: string;
  readonly eventName: string;
  /** ISO 8601, UTC, milliseconds. */
  readonly at: string;
  readonly parts: readonly Part[];
  /** False where only an account says whose it is: its order of arrival is the account's, unless the directory knows more. */
  readonly namesWallet: boolean;
  /** The event as AIR posts it. */
  body(): unknown;
}

/** A consumer entered an audience: one reward of one action, which no other entry asks for. */
export interface Entry {
  readonly id: string;
  readonly member: number;
  readonly action: string;
  /** Asked for once so many events of the history were posted. */
  readonly after: number;
}

/** An end of a subscription that AIR does not tell. */
export interface Expiry {
  readonly member: number;
  readonly subscriptionId: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}
