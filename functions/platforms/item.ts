/** From loyalty events and profiles, under a platform's names, to the things that it takes one by one. */
import type { LoyaltyEvent, Profile } from '../air/loyalty-event';
import type { Reason } from './outcome';

/** A loyalty event with the name it has on the platform: renamed and prefixed by the connector's settings. */
export interface NamedEvent extends LoyaltyEvent {
  readonly platformName: string;
}

/** A profile whose attribute names are renamed and prefixed already, holding only what is to be sent. */
export interface NamedProfile extends Profile {
  /** Stable id of this state, for the ledger and for de-duplication: `<eesEventId>:<walletId>:profile`. */
  readonly id: string;
}

/** One thing to send: the smallest unit that a platform accepts, refuses or repeats by itself. */
export interface Item {
  /** The loyalty event's id or the profile's, with `#<part>` behind it where one becomes several items. */
  readonly id: string;
  readonly kind: 'event' | 'profile';
  /** Which of the platform's calls it goes into; items of different targets never share a call. */
  readonly target: string;
  /** Whose, as the walletId; only for keeping order, never sent. */
  readonly walletId: string;
  /** The platform's own shape. */
  readonly body: unknown;
}

/** What cannot be sent at all, and why, in words for the operator: never of whom. */
export interface Unsendable {
  readonly id: string;
  readonly reason: Extract<Reason, 'item-too-large' | 'item-not-sendable'>;
  readonly detail: string;
}

/** What loyalty events and profiles become. */
export interface Items {
  readonly items: readonly Item[];
  readonly unsendable: readonly Unsendable[];
}

/** The most that one call to `target` may hold. Bytes are as `jsonBytes` counts. */
export interface CallLimits {
  readonly items: number;
  readonly bytes: number;
}
