/** Order Refunded: what the consumer got back, and not what the till's list says. */
import type { AccountOperation } from './accounts';
import { requestBody } from './body';
import { type CouponValues, couponValue } from './coupon-values';
import { listTotal, products, totalAfterDiscount } from './order-lines';
import { pointsAround, pointsOf } from './points';
import { object, sum, text } from './reading';
import type { Telling } from './telling';
import { latest, standing, takenBack, type WalletTransaction } from './transactions';

/**
 * The coupons that the refund took off the order less those it put back on, in minor units: so much less is paid back.
 * Undefined when AIR does not say whether a coupon was worth money or points, or when it was for single lines: their totals
 * after discount may be without it already.
 */
function couponsUndone(accounts: readonly AccountOperation[], values: CouponValues): number | undefined {
  let undone = 0;
  for (const operation of accounts) {
    const { type, event, value, accountId } = operation;
    if (type !== 'ECOUPON' || !value || (event !== 'UNREDEEM' && event !== 'REDEEM')) continue;
    const { discountMinor, points } = couponValue(operation, values);
    if (discountMinor === undefined && points === undefined) return undefined;
    if (accountId !== undefined && values.ofLines.has(accountId)) return undefined;
    undone += (event === 'UNREDEEM' ? 1 : -1) * (discountMinor ?? 0);
  }
  return undone;
}

/** Minor units paid back, or null. */
function paidBack(
  telling: Telling,
  order: WalletTransaction | undefined,
  refund: WalletTransaction | undefined,
  accounts: readonly AccountOperation[],
  values: CouponValues,
): number | null {
  const remembered = telling.known.orderTotals[order?.reference ?? ''];
  // An equal total is this refund, remembered already: then the difference says nothing.
  if (remembered !== undefined && order?.total !== undefined && remembered > order.total)
    return sum([remembered, -order.total]) ?? null;
  const lines = totalAfterDiscount(refund?.lines ?? []);
  // Basket promotions are not in the lines, and a full refund may come without the coupon that made them.
  const full = order?.total === 0 && !accounts.some(({ event }) => event === 'UNREDEEM');
  const undone = couponsUndone(accounts, values);
  return lines === undefined || full || undone === undefined ? null : (sum([lines, -undone]) ?? null);
}

/** @param accounts those whose points the refund counts. */
function pointsDeducted(
  refund: WalletTransaction | undefined,
  accounts: readonly AccountOperation[],
): number | undefined {
  if (refund?.pointsTaken !== undefined) return sum([refund.pointsTaken, -(refund.pointsGiven ?? 0)]);
  const taken = pointsOf(accounts, 'REFUND_DEBIT', 'DEBIT');
  return taken === undefined ? undefined : sum([taken, -(pointsOf(accounts, 'EARN', 'CREDIT') ?? 0)]);
}

/** Tells the refund or return, once, whatever AIR leaves out; nothing of one that AIR took back. */
export function tellRefund(
  telling: Telling,
  transactions: readonly WalletTransaction[],
  accounts: readonly AccountOperation[],
  values: CouponValues,
): void {
  if (takenBack(transactions, 'REFUND') || takenBack(transactions, 'RETURN')) return;
  const order = transactions.findLast(({ type }) => type === 'SETTLE');
  const refund = latest(standing(transactions).filter(({ type }) => type === 'REFUND' || type === 'RETURN'));
  const about = refund ?? order;
  const walletId = about ? about.walletId : telling.wallets.only;
  const total = paidBack(telling, order, refund, accounts, values);
  if (total === null)
    telling.problem('What a refund paid back is not known: AIR does not tell which discounts it undid');
  const lines = refund?.lines ?? [];
  telling.tell('Order Refunded', walletId, about?.entity ?? '0', {
    order_id: order?.reference ?? text(object(requestBody(telling.event).originalTransaction).reference),
    refund_id: refund?.reference ?? text(requestBody(telling.event).reference),
    total: total === null ? null : telling.money(total),
    list_total: telling.money(listTotal(lines)),
    currency: telling.settings.currency,
    points_deducted: pointsDeducted(refund, pointsAround(accounts, walletId)),
    order_total: telling.money(order?.total),
    store_id: about?.storeId,
    store_parent_id: about?.storeParentId,
    transaction_at: about?.at,
    products: products(telling, lines),
  });
}
