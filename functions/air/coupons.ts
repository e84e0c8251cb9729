/** Coupons: issued, redeemed, unredeemed, cancelled, by whatever event. */
import { type AccountOperation, relatedAccounts, validFrom, validUntil } from './accounts';
import { responseBody } from './body';
import type { Collecting } from './catalogue';
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

const isTold = (event: string | undefined): event is keyof typeof NAMES =>
  event === 'CREATE' || event === 'REDEEM' || event === 'UNREDEEM' || event === 'CANCEL';

/** A coupon; the action that gave it (BEHAVIOURAL_ACTION) is none. */
export const isCoupon = ({ type }: AccountOperation) => type === 'ECOUPON';

/** The subscriptions or quests that a coupon belongs to. */
const subscriptionsOf = ({ account }: AccountOperation) => relatedAccounts(account, 'ENTITLEMENT_OF');
const questsOf = ({ account }: AccountOperation) => relatedAccounts(account, 'OBJECTIVE_OF');
/** The accounts that a coupon came with, whatever they are. */
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
  const answered = list(responseBody(telling.event).accounts).map(object);
  return accounts.map((operation) => {
    if (!isCoupon(operation) || operation.accountId !== undefined) return operation;
    const found = answered.find(({ account, accountId }) => {
      const { type, campaignId } = object(account);
      return type === 'ECOUPON' && text(campaignId) === operation.campaignId && !taken.has(text(accountId));
    });
    const accountId = text(found?.accountId);
    taken.add(accountId);
    return { ...operation, accountId };
  });
}

/** A coupon as it is listed inside another event: `coupon_id`, `campaign_id`, `valid_until`, as far as they are known. */
export function listedCoupon({ accountId, campaignId, account }: AccountOperation): PropertyValue {
  return present({ coupon_id: accountId, campaign_id: campaignId, valid_until: validUntil(account) });
}

/** What is told of a coupon, whatever happened to it. */
function couponProperties(operation: AccountOperation): Collecting<'Coupon Redeemed'> {
  const told: Collecting<'Coupon Redeemed'> = {
    coupon_id: operation.accountId,
    campaign_id: operation.campaignId,
    client_type: operation.clientType,
    valid_from: validFrom(operation.account),
    valid_until: validUntil(operation.account),
  };
  const [questId] = questsOf(operation);
  const [subscriptionId] = subscriptionsOf(operation);
  if (questId !== undefined) told.quest_id = questId;
  if (subscriptionId !== undefined) told.subscription_id = subscriptionId;
  return told;
}

interface CouponContext {
  /** True for a coupon that comes or goes with a subscription or quest whose own event lists it. */
  readonly toldInside: (coupon: AccountOperation) => boolean;
  /** Asked only when a coupon was redeemed or unredeemed. */
  readonly values: () => CouponValues;
  /** The order of this wallet in the event. */
  readonly orderIdOf: (walletId: string | null) => string | undefined;
  readonly isRefund: boolean;
}

/** Adds what a redemption, or its undoing, was worth, and where it happened. */
function addUse(
  told: Collecting<'Coupon Redeemed'>,
  telling: Telling,
  operation: AccountOperation,
  context: CouponContext,
): void {
  const { discountMinor, points } = couponValue(operation, context.values());
  if (discountMinor !== undefined) {
    told.discount = telling.money(discountMinor);
    told.currency = telling.settings.currency;
  }
  if (points !== undefined) told.points = points;
  const orderId = context.orderIdOf(operation.walletId);
  if (orderId !== undefined) told.order_id = orderId;
  if (context.isRefund) told.context = 'refund';
}

/** Tells every coupon that was issued, redeemed, unredeemed or cancelled, each to its own wallet. */
export function tellCoupons(
  telling: Telling,
  accounts: readonly AccountOperation[],
  context: CouponContext,
): void {
  for (const operation of accounts) {
    const { event, walletId, entity } = operation;
    if (!isCoupon(operation) || !isTold(event) || context.toldInside(operation)) continue;
    const told = couponProperties(operation);
    if (event === 'REDEEM' || event === 'UNREDEEM') addUse(told, telling, operation, context);
    telling.tell(NAMES[event], walletId, entity, told);
  }
}
