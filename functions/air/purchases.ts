/** Order Completed: a purchase that is paid and settled in one call. */
import type { AccountOperation } from './accounts';
import { requestBody } from './body';
import type { Collecting } from './catalogue';
import type { OrderTotal } from './known';
import { products } from './order-lines';
import { pointsAround, pointsOf } from './points';
import { text } from './reading';
import type { Telling } from './telling';
import { orderOf, standing, takenBack, type WalletTransaction } from './transactions';

/** What a later refund is held against: each order's total after this event; of several states of an order the last. */
export function rememberOrders(telling: Telling, transactions: readonly WalletTransaction[]): void {
  if (transactions.length === 0) return;
  const orders = new Map<string, OrderTotal>();
  for (const { type, walletId, reference, total } of transactions)
    if (type === 'SETTLE' && walletId !== null && reference !== undefined && total !== undefined)
      orders.set(`${walletId}:${reference}`, { walletId, reference, totalMinor: total });
  telling.orders = [...orders.values()];
}

/** The order as AIR leaves it: what Order Completed and Order Placed have in common. Says so where it knows nothing. */
export function orderProperties(
  telling: Telling,
  order: WalletTransaction | undefined,
  orderId: string | undefined,
) {
  if (order === undefined && orderId === undefined)
    telling.problem('Nothing of the order is in this event: ask Eagle Eye for the atomic operations of it');
  return {
    order_id: orderId,
    total: telling.money(order?.total),
    discount: telling.money(order?.discount),
    currency: telling.settings.currency,
    item_count: order?.itemCount,
    store_id: order?.storeId,
    store_parent_id: order?.storeParentId,
    transaction_at: order?.at,
    products: products(telling, order?.lines ?? []),
  };
}

/** Settled, with something in it: AIR writes an empty basket first. */
const isSettled = ({ type, status, lines, total }: WalletTransaction) =>
  type === 'SETTLE' && status === 'SETTLED' && (lines.length > 0 || total !== undefined);

/** The wallets that settled an order in the event, where there are several. */
function severalBuyers(transactions: readonly WalletTransaction[]): ReadonlySet<string | null> | undefined {
  const first = transactions.find(isSettled);
  if (!transactions.some((other) => isSettled(other) && other.walletId !== first?.walletId)) return undefined;
  return new Set(transactions.filter(isSettled).map(({ walletId }) => walletId));
}

/**
 * Tells the purchase, once, whatever AIR leaves out; where several wallets settled an order, each its own. One that AIR
 * took back in the same call did not happen.
 */
export function tellPurchase(
  telling: Telling,
  transactions: readonly WalletTransaction[],
  accounts: readonly AccountOperation[],
): void {
  if (takenBack(transactions, 'SETTLE')) return;
  const several = severalBuyers(standing(transactions));
  if (!several) tellOrder(telling, transactions, accounts);
  for (const walletId of several ?? []) {
    const ofWallet = <T extends { readonly walletId: string | null }>(all: readonly T[]) =>
      all.filter((each) => each.walletId === walletId);
    tellOrder(telling, ofWallet(transactions), ofWallet(accounts));
  }
}

function tellOrder(
  telling: Telling,
  transactions: readonly WalletTransaction[],
  accounts: readonly AccountOperation[],
): void {
  const order = orderOf(transactions);
  const walletId = order ? order.walletId : telling.wallets.only;
  const orderId = order?.reference ?? text(requestBody(telling.event).reference);
  const told: Collecting<'Order Completed'> = orderProperties(telling, order, orderId);
  const counted = pointsAround(accounts, walletId);
  told.points_earned = order?.pointsGiven ?? pointsOf(counted, 'EARN', 'CREDIT');
  told.points_spent = pointsOf(counted, 'SPEND') ?? 0;
  telling.tell('Order Completed', walletId, order?.entity ?? '0', told);
  telling.describe(walletId, { last_purchase_at: order?.at ?? telling.event.occurredAt });
}
