/** Orders that are fulfilled in phases: placed first, then fulfilled in parts; the last call finalises. */
import type { AccountOperation } from './accounts';
import { requestBody } from './body';
import type { Collecting } from './catalogue';
import { products, totalAfterDiscount } from './order-lines';
import { pointsAround, pointsOf } from './points';
import { orderProperties } from './purchases';
import { type Json, list, number, object, sum, text } from './reading';
import type { Telling } from './telling';
import { latest, orderOf, standing, takenBack, type WalletTransaction } from './transactions';

type Phase = 'initial' | 'partial' | 'final';

/** By the request: the first call has no basket, the last one says `finalise`. Without a request, by what AIR did. */
function phaseOf(request: Json, transactions: readonly WalletTransaction[]): Phase {
  if (Object.keys(request).length > 0) {
    if (/^(?:true|1)$/i.test(String(request.finalise))) return 'final';
    return Object.keys(object(request.basket)).length > 0 ? 'partial' : 'initial';
  }
  if (transactions.some(({ type, status }) => type === 'SETTLE' && status === 'SETTLED')) return 'final';
  return transactions.some(({ type }) => type === 'FULFIL') ? 'partial' : 'initial';
}

/** AIR lists lines that were not fulfilled too. */
const isFulfilled = (line: Json) => line.salesKey === 'FULFIL' || (number(line.itemFulfilCount) ?? 0) > 0;

function expectedPoints(order: WalletTransaction | undefined): number | undefined {
  return (
    order?.pointsGiven ??
    sum(
      list(order?.summary.expectedPoints).flatMap((entry) => [
        number(object(entry).earn),
        number(object(entry).credit),
      ]),
    )
  );
}

/** Tells the phase that the event is: Order Placed or Order Fulfilled, and never both; nothing of one that AIR took back. */
export function tellFulfilment(
  telling: Telling,
  transactions: readonly WalletTransaction[],
  accounts: readonly AccountOperation[],
): void {
  if (takenBack(transactions, 'SETTLE') || takenBack(transactions, 'FULFIL')) return;
  const request = requestBody(telling.event);
  const phase = phaseOf(request, transactions);
  const order = orderOf(transactions);
  const fulfilment = latest(standing(transactions).filter(({ type }) => type === 'FULFIL'));
  const about = order ?? fulfilment;
  const walletId = about ? about.walletId : telling.wallets.only;
  const orderId = order?.reference ?? text(object(request.originalTransaction).reference);
  const earned = pointsOf(pointsAround(accounts, walletId), 'EARN', 'CREDIT');

  if (phase === 'initial') {
    const told: Collecting<'Order Placed'> = orderProperties(telling, order, orderId);
    told.points_expected = expectedPoints(order);
    if (earned) told.points_earned = earned;
    telling.tell('Order Placed', walletId, order?.entity ?? '0', told);
    telling.describe(walletId, { last_purchase_at: order?.at ?? telling.event.occurredAt });
    return;
  }
  const lines = (fulfilment?.lines ?? []).filter(isFulfilled);
  const settled = phase === 'final' ? order : undefined;
  telling.tell('Order Fulfilled', walletId, fulfilment?.entity ?? order?.entity ?? '0', {
    original_order_id: orderId,
    fulfilment_id: fulfilment?.reference ?? text(request.reference),
    phase,
    total: telling.money(totalAfterDiscount(lines) ?? 0),
    currency: telling.settings.currency,
    points_earned: earned ?? 0,
    order_total: telling.money(settled?.total),
    order_discount: telling.money(settled?.discount),
    store_id: (fulfilment ?? order)?.storeId,
    store_parent_id: (fulfilment ?? order)?.storeParentId,
    transaction_at: (fulfilment ?? order)?.at,
    products: products(telling, lines),
  });
  if (settled) telling.describe(walletId, { last_purchase_at: settled.at });
}
