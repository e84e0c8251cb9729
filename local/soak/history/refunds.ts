/** Refunds, of one line or of the whole order. An order is refunded once, so that each amount can be told by itself. */
import { type Maker, pointsState, tierState } from './maker';
import type { Line, Member, Order } from './member';
import { pointsOperation } from './operations';
import { listPrice, orderOperation } from './orders';
import { creditTier } from './tier-credit';

/** @returns false where there is nothing to bring back. */
export function refund(maker: Maker, member: Member): boolean {
  const [order, ...others] = member.orders;
  // Points that were spent meanwhile could not be taken back.
  if (!order || member.points.usable < Math.floor(order.total / 100)) return false;
  member.orders = others;
  const single = order.lines.length > 1 && !order.discounted && maker.random.chance(0.6);
  tellRefund(maker, member, order, single ? order.lines.slice(0, 1) : order.lines);
  return true;
}

/** POSCONNECT.WALLET.REFUND. */
function tellRefund(maker: Maker, member: Member, order: Order, back: readonly Line[]): void {
  const kept = order.lines.slice(back.length);
  const full = kept.length === 0;
  const left = full ? 0 : listPrice(kept);
  const paidBack = order.total - left;
  const taken = Math.floor(paidBack / 100);
  const before = member.points;
  const after = {
    ...before,
    current: before.current - taken,
    usable: before.usable - taken,
    lifetime: before.lifetime - taken,
  };
  member.points = after;
  const refundId = `BACK-${member.walletId}-${member.events + 1}`;
  const [id, transactionId] = [maker.nextId(), maker.nextId()];
  const tier = creditTier(maker, member, { points: -taken, spend: -paidBack, transactions: 0 });
  maker.tell({
    eventName: 'POSCONNECT.WALLET.REFUND',
    resource: '/connect/wallet/refund',
    method: 'POST',
    request: { reference: refundId, originalTransaction: { reference: order.reference } },
    parts: [
      {
        member,
        tells: [
          {
            name: 'Order Refunded',
            properties: {
              order_id: order.reference,
              refund_id: refundId,
              // Of a full refund only the remembered total tells the amount, and AIR promises no order of delivery.
              total: full ? [paidBack / 100, null] : paidBack / 100,
              points_deducted: taken,
            },
          },
        ],
        states: { ...pointsState(member), ...tierState(member) },
      },
    ],
    operations: (at) => [
      pointsOperation(member, { id, event: 'REFUND_DEBIT', value: taken, at, before, after }),
      ...tier.operations(at),
      orderOperation(member, 'UPDATE', {
        transactionId: order.transactionId,
        reference: order.reference,
        type: 'SETTLE',
        status: 'SETTLED',
        at: order.at,
        updatedAt: at,
        basket: { lines: kept, total: left, given: order.earned - taken, taken: 0 },
      }),
      orderOperation(member, 'CREATE', {
        transactionId,
        parentId: order.transactionId,
        reference: refundId,
        type: 'REFUND',
        status: 'SETTLED',
        at,
        basket: { lines: back, total: listPrice(back), given: 0, taken },
      }),
    ],
  });
}
