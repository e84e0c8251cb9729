/** What stands on a connector's queue. No secret is ever in a message. */

/** One AIR event for one wallet, as it was received: never mapped, so that a mapping fixed later can be replayed. */
export interface AirMessage {
  readonly kind: 'air';
  /** The wallet this message is about; null when only an account, or nothing, says whose it is. */
  readonly walletId: string | null;
  /** Where AIR names no wallet: the account by which the directory may find it. */
  readonly accountId: string | null;
  /**
   * The accounts by which the directory found the wallet, where AIR names none: it stays this wallet's event, also when
   * the directory says something else by the time it is delivered.
   */
  readonly foundBy?: readonly string[] | undefined;
  /** `headers.eesEventId`, or a hash of the body where AIR sent none. */
  readonly eventId: string;
  readonly eventName: string;
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
  /** The API request's id, the same in every log line up to the platform's call. */
  readonly requestId: string;
  /** The AIR event. On the queue it may stand as `gzip` instead: base64 of the gzipped JSON. */
  readonly event: unknown;
}

/** One reward to issue: one consumer, one action. */
export interface RewardMessage {
  readonly kind: 'reward';
  /** SHA-256 hex of connector, platform's id (or the caller's reference), consumer and action. */
  readonly key: string;
  /** The `walletTransaction.reference` sent to AIR, derived from the key: the same on every attempt. */
  readonly reference: string;
  readonly identityValue: string;
  readonly action: string;
  readonly source: string | null;
  /** How long the key counts, in days: 400 (13 months), or 7 where the platform has no id. */
  readonly keepDays: number;
  readonly receivedAt: string;
  readonly requestId: string;
}

/** A subscription that is due to expire; checked again when it is delivered. */
export interface ExpiryMessage {
  readonly kind: 'expiry';
  readonly walletId: string;
  /** AIR's accountId of the subscription. */
  readonly subscriptionId: string;
  /** ISO 8601, UTC: the date that was due when this was put on the queue. */
  readonly expiresAt: string;
  readonly receivedAt: string;
  readonly requestId: string;
}

export type Message = AirMessage | RewardMessage | ExpiryMessage;
