/** Coupons: issued, redeemed, unredeemed, cancelled, by whatever event. */
import { type AccountOperation, relatedAccounts, validFrom, validUntil } from './accounts';
import { responseBody } from './body';
import { type CouponValues, couponValue } from './coupon-values';
import type { PropertyValue } from './loyalty-event';
import { list, object, present, text } from './reading';
import type { Telling } from './telling';

const NAMES = {
  CREATE: 'Coupon Issued',
  REDEEM: 'Coupon Redeemed',
  UNREDEEM: 'Coupon Unredeemed',
  CANCEL: 'Coupon Cancelled',
} as const;

export const isCoupon = ({ type }: AccountOperation) => type === 'ECOUPON';

/** The subscriptions or quests that a coupon belongs to. */
const subscriptionsOf = ({ account }: AccountOperation) => relatedAccounts(account, 'ENTITLEMENT_OF');
const questsOf = ({ account }: AccountOperation) => relatedAccounts(account, 'OBJECTIVE_OF');
export const ownersOf = (coupon: AccountOperation) => [...subscriptionsOf(coupon), ...questsOf(coupon)];

/**
 * Gives coupons the ids that AIR left empty in a reward's operations: from the answer's accounts, by campaign, an id that
 * no other coupon of the event has.
 */
export function withCouponIds(
  telling: Telling,
  accounts: readonly AccountOperation[],
): readonly AccountOperation[] {
  if (!accounts.some((operation) => isCoupon(operation) && operation.accountId === undefined))
    return accounts;
  const taken = new Set(accounts.filter(isCoupon).map(({ accountId }) => accountId));
  const answered = list(responseBody(telling.event).accounts).map((entry) => object(object(entry).account));
  return accounts.map((operation) => {
    if (!isCoupon(operation) || operation.accountId !== undefined) return operation;
    const account = answered.find(
      ({ type, campaignId, accountId }) =>
        type === 'ECOUPON' && text(campaignId) === operation.campaignId && !taken.has(text(accountId)),
    );
    const accountId = text(account?.accountId);
    taken.add(accountId);
    return { ...operation, accountId };
  });
}

/** A coupon as it is listed inside another event: `coupon_id`, `campaign_id`, `valid_until`, as far as they are known. */
export function listedCoupon({ accountId, campaignId, account }: AccountOperation): PropertyValue {
  return present({ coupon_id: accountId, campaign_id: campaignId, valid_until: validUntil(account) });
}

/**
 * @param toldInside accounts (subscriptions, quests) whose own event in this AIR event lists the coupons that come or go
 * with them, by AIR's word for the operation.
 */
export function tellCoupons(
  telling: Telling,
  accounts: readonly AccountOperation[],
  context: {
    readonly toldInside: (operation: AccountOperation) => boolean;
    /** Asked only when a coupon was redeemed or unredeemed. */
    readonly values: () => CouponValues;
    /** The order of this wallet in the event. */
    readonly orderIdOf: (walletId: string | null) => string | undefined;
    readonly isRefund: boolean;
  },
): void {
  for (const operation of accounts) {
    const { event } = operation;
    if (
      !isCoupon(operation) ||
      !(event === 'CREATE' || event === 'CANCEL' || event === 'REDEEM' || event === 'UNREDEEM')
    )
      continue;
    if (context.toldInside(operation)) continue;
    const coupon = {
      coupon_id: operation.accountId,
      campaign_id: operation.campaignId,
      client_type: operation.clientType,
      valid_from: validFrom(operation.account),
      valid_until: validUntil(operation.account),
      quest_id: questsOf(operation)[0],
      subscription_id: subscriptionsOf(operation)[0],
    };
    if (event === 'CREATE' || event === 'CANCEL') {
      telling.tell(NAMES[event], operation.walletId, operation.entity, coupon);
      continue;
    }
    const { discountMinor, points } = couponValue(operation, context.values());
    const used = Object.assign(coupon, {
      discount: telling.money(discountMinor),
      currency: discountMinor === undefined ? undefined : telling.settings.currency,
      points,
      order_id: context.orderIdOf(operation.walletId),
      context: context.isRefund ? 'refund' : undefined,
    });
    telling.tell(NAMES[event], operation.walletId, operation.entity, used);
  }
}
