/** Tiers credited by hand, and subscriptions. */
import { wholeSeconds } from './air-event';
import { type Maker, tierState } from './maker';
import type { Member } from './member';
import { accountOperation, walletOperation } from './operations';
import { creditTier } from './tier-credit';

/** TIER.MEMBERSHIP.CREDIT, which names no wallet in its operations; without enrichment only an account says whose it is. */
export function creditByHand(maker: Maker, member: Member): void {
  const credit = creditTier(maker, member, {
    points: maker.random.int(5, 60) * 10,
    spend: 0,
    transactions: 0,
  });
  const known = maker.random.chance(0.7);
  maker.tell({
    eventName: 'TIER.MEMBERSHIP.CREDIT',
    resource: `/tier/membership/${member.tierMembershipId}`,
    method: 'PATCH',
    namesWallet: known,
    enriched: known ? [member] : [],
    parts: [{ member, tells: credit.tells, states: tierState(member) }],
    operations: (at) => [...(known ? [walletOperation(member, 'READ', at)] : []), ...credit.operations(at)],
  });
}

const PLAN = { campaignId: '730301', couponCampaignId: '730302' };

/**
 * WALLET.ACCOUNT.CREATE.PLAN: a subscription with a coupon that comes with it.
 * @param endsAt ISO 8601, UTC, whole seconds.
 * @returns false for a member who had one before.
 */
export function subscribe(maker: Maker, member: Member, endsAt: string): boolean {
  if (member.subscribed) return false;
  member.subscribed = true;
  const [accountId, couponId] = [member.nextAccount('subscription'), member.nextAccount('coupon')];
  const subscription = { accountId, couponId, startsAt: maker.now, endsAt };
  member.subscription = subscription;
  const ids = [maker.nextId(), maker.nextId()] as const;
  maker.tell({
    eventName: 'WALLET.ACCOUNT.CREATE.PLAN',
    resource: `/wallet/${member.walletId}/plan/${PLAN.campaignId}/account`,
    method: 'POST',
    request: { status: 'ACTIVE' },
    parts: [
      {
        member,
        tells: [
          {
            name: 'Subscription Joined',
            properties: {
              subscription_id: accountId,
              campaign_id: PLAN.campaignId,
              starts_at: wholeSeconds(maker.now),
              expires_at: endsAt,
            },
          },
        ],
        states: { subscription_status: 'active', subscription_expires_at: endsAt },
      },
    ],
    operations: () => subscriptionOperations(member, subscription, 'CREATE', ids, subscription.startsAt),
  });
  return true;
}

/** A STANDARD_SUBSCRIPTION CANCEL. @returns false where there is none. */
export function unsubscribe(maker: Maker, member: Member): boolean {
  const { subscription } = member;
  if (!subscription) return false;
  member.subscription = null;
  const ids = [maker.nextId(), maker.nextId()] as const;
  maker.tell({
    eventName: 'WALLET.ACCOUNT.UPDATE',
    resource: `/wallet/${member.walletId}/account/${subscription.accountId}/cancel`,
    method: 'PATCH',
    parts: [
      {
        member,
        tells: [{ name: 'Subscription Cancelled', properties: { subscription_id: subscription.accountId } }],
        states: { subscription_status: 'cancelled', subscription_expires_at: null },
      },
    ],
    operations: (at) => subscriptionOperations(member, subscription, 'CANCEL', ids, at),
  });
  return true;
}

function subscriptionOperations(
  member: Member,
  { accountId, couponId, startsAt, endsAt }: NonNullable<Member['subscription']>,
  event: 'CREATE' | 'CANCEL',
  [couponOperation, planOperation]: readonly [string, string],
  at: string,
) {
  const status = event === 'CREATE' ? 'ACTIVE' : 'CANCELLED';
  const common = { event, value: 0, at, status, startsAt, endsAt };
  const related = (id: string) => [{ accountId: id, dateCreated: startsAt }];
  return [
    accountOperation(member, {
      ...common,
      id: couponOperation,
      accountId: couponId,
      campaignId: PLAN.couponCampaignId,
      type: 'ECOUPON',
      clientType: 'ENTITLEMENT',
      relationships: { ENTITLEMENT_OF: { STANDARD_SUBSCRIPTION: related(accountId) } },
    }),
    accountOperation(member, {
      ...common,
      id: planOperation,
      accountId,
      campaignId: PLAN.campaignId,
      type: 'STANDARD_SUBSCRIPTION',
      clientType: null,
      relationships: { ENTITLEMENT: { ECOUPON: related(couponId) } },
    }),
  ];
}
