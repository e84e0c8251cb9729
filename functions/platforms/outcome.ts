/**
 * The closed set of what can become of a message, an item or a call. Everything that decides between "done",
 * "again later" and "dead-letter queue" uses these, and nothing else.
 */

/** Why a message stands on a dead-letter queue or is tried again. The runbook has a section for each. */
export const REASONS = {
  'not-an-air-event': 'The body is no AIR event',
  'old-air-format':
    'The body is an AIR event of the older ACCOUNT_TRANSACTION format, which is not supported',
  'identity-unknown': "The consumer's identity of this connector's identity type is not known",
  'platform-refused': 'The platform refused this item for its content',
  'platform-unavailable': 'The platform could not be reached, or had an error of its own',
  'platform-throttled': 'The platform answered that there were too many calls',
  'credentials-refused': 'The credentials were refused (401 or 403)',
  'endpoint-not-found': 'The address answered 404 or a redirect: the URL or region in the settings is wrong',
  'item-too-large': "The item is larger than the platform's limit and could not be made smaller",
  'item-not-sendable': 'The platform allows no such item: its name or its identity is not valid there',
  'consumer-not-found': 'AIR does not know the identity',
  'action-not-found': 'AIR does not know the action reference',
  'reward-refused': 'AIR refused the reward',
  'reward-partly-done': 'AIR answered 207: the reward is partly done and its rollback failed',
  'reward-outcome-unknown': 'The call to AIR was sent and its outcome is not known: it may have been issued',
  'reward-limit': 'More rewards than the limit allows: parked, not issued',
  'secret-not-set-up': 'The secret has no value, is no JSON, or lacks a field',
  'secrets-unavailable': 'Secrets Manager could not be reached',
  'state-unavailable': 'The table could not be read or written',
  'internal-error': 'EE Connect itself failed on it: a fault of ours, to be reported',
  'malformed-message': 'The message on the queue cannot be read',
  expired: 'It was tried until it was too old',
  unsettled: 'SQS moved it: the function crashed or was throttled on every attempt',
} as const;
export type Reason = keyof typeof REASONS;

/**
 * Who is in trouble. `connector`: everything for this platform waits (connection, 429, 5xx, credentials).
 * `item`: only this item, and so it may not hold its consumer for long.
 */
export type Trouble = 'connector' | 'item';

export type Outcome =
  | { readonly status: 'delivered' }
  | {
      readonly status: 'retry';
      readonly trouble: Trouble;
      readonly reason: Reason;
      /** For the operator: a code or a sentence of the platform's. Never personal data, never a secret. */
      readonly detail?: string;
      /** What the other side asked for (Retry-After), in ms; absent: the backoff decides. */
      readonly delayMs?: number;
      /** The call was sent and no answer came: it may have had its effect. */
      readonly unknown?: boolean;
    }
  | { readonly status: 'reject'; readonly reason: Reason; readonly detail?: string };

export type Retry = Extract<Outcome, { status: 'retry' }>;
export type Reject = Extract<Outcome, { status: 'reject' }>;

/** What an answer says of a whole call. `refused`: bad content somewhere in it, so it is bisected until one item stands alone. */
export type CallVerdict =
  | { readonly kind: 'items'; readonly outcomes: readonly Outcome[] }
  | {
      readonly kind: 'refused';
      readonly reason: Reason;
      readonly detail?: string;
      /** Some of its items may have had their effect already: each is sent alone, not in halves (`bisect`), and counted. */
      readonly unknown?: boolean;
      /** Items that the answer names as bad, by their place in the call: rejected, and the rest is sent in one call again. */
      readonly guilty?: readonly { readonly index: number; readonly detail?: string }[];
    };

export const DELIVERED: Outcome = { status: 'delivered' };

/** All items of a call have the same outcome. */
export const allItems = (items: readonly unknown[], outcome: Outcome): CallVerdict => ({
  kind: 'items',
  outcomes: items.map(() => outcome),
});
