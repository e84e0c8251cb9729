/** The event that AIR never sends: a subscription reached its end. */
import type { OutboundSettings } from '../connectors/settings';
import type { Known, SubscriptionState } from './known';
import type { Translation } from './loyalty-event';
import { subscriptionAttributes } from './subscriptions';

/** A subscription that is due: its end has come. */
export type DueSubscription = SubscriptionState & { readonly expiresAt: string };

/** Stable per subscription and date, in place of `eesEventId`: an extended subscription expires again, with another id. */
export function expiryEventId({
  subscriptionId,
  expiresAt,
}: Pick<DueSubscription, 'subscriptionId' | 'expiresAt'>): string {
  return `expiry:${subscriptionId}:${expiresAt}`;
}

/**
 * Subscription Expired, and what the wallet looks like after it. The caller has checked that the subscription is still
 * due: neither cancelled nor extended, its wallet not deleted.
 * @param known identities of the wallet, and its other subscriptions where they are known: an active one stays the one that the profile shows.
 */
export function subscriptionExpired(
  state: DueSubscription,
  settings: OutboundSettings,
  known: Known,
): Translation {
  const { walletId, subscriptionId, campaignId, expiresAt } = state;
  const { identityType } = settings;
  const value = known.identities[walletId]?.[identityType];
  const identity = value === undefined ? null : { type: identityType, value };
  const others = (known.subscriptions?.[walletId] ?? []).filter(
    (other) =>
      other.subscriptionId !== subscriptionId && (other.expiresAt === null || other.expiresAt > expiresAt),
  );
  const attributes = subscriptionAttributes(others, 'expired', expiresAt);
  return {
    events: [
      {
        id: `${expiryEventId(state)}:${walletId}:Subscription Expired:${subscriptionId}`,
        name: 'Subscription Expired',
        occurredAt: expiresAt,
        walletId,
        identity,
        properties: {
          subscription_id: subscriptionId,
          ...(campaignId !== null && { campaign_id: campaignId }),
          expires_at: expiresAt,
        },
      },
    ],
    profiles: [{ walletId, identity, asOf: expiresAt, attributes }],
    problems: identity === null ? [`No ${identityType} of a wallet is known: import the identities`] : [],
  };
}
