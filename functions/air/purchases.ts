/** Order Completed: a purchase that is paid and settled in one call. */
import type { AccountOperation } from './accounts';
import { requestBody } from './body';
import { products } from './order-lines';
import { pointsOf } from './points';
import { text } from './reading';
import type { Telling } from './telling';
import { orderOf, type WalletTransaction } from './transactions';

/** What a later refund is held against: each order's total after this event. */
export function rememberOrders(telling: Telling, transactions: readonly WalletTransaction[]): void {
  for (const { type, walletId, reference, total } of transactions)
    if (type === 'SETTLE' && walletId !== null && reference !== undefined && total !== undefined)
      telling.orders.set(`${walletId}:${reference}`, { walletId, reference, totalMinor: total });
}

interface OrderPoints {
  readonly earned?: number | undefined;
  readonly spent?: number | undefined;
  readonly expected?: number | undefined;
}

/** The order as AIR leaves it: Order Completed and Order Placed. */
export function orderProperties(
  telling: Telling,
  order: WalletTransaction | undefined,
  orderId: string | undefined,
  points: OrderPoints,
) {
  return {
    order_id: orderId,
    total: telling.money(order?.total),
    discount: telling.money(order?.discount),
    currency: telling.settings.currency,
    points_earned: points.earned,
    points_spent: points.spent,
    points_expected: points.expected,
    item_count: order?.itemCount,
    store_id: order?.storeId,
    store_parent_id: order?.storeParentId,
    transaction_at: order?.at,
    products: products(telling, order?.lines ?? []),
  };
}

export function tellPurchase(
  telling: Telling,
  transactions: readonly WalletTransaction[],
  accounts: readonly AccountOperation[],
): void {
  const order = orderOf(transactions);
  const walletId = order ? order.walletId : telling.wallets.only;
  const orderId = order?.reference ?? text(requestBody(telling.event).reference);
  const properties = orderProperties(telling, order, orderId, {
    earned: order?.pointsGiven ?? pointsOf(accounts, 'EARN', 'CREDIT'),
    spent: pointsOf(accounts, 'SPEND') ?? 0,
  });
  telling.tell('Order Completed', walletId, order?.entity ?? '0', properties);
  telling.describe(walletId, { last_purchase_at: order?.at ?? telling.event.occurredAt });
}
