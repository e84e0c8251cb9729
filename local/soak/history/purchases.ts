/** Purchases: points earned and spent, coupons used, tiers reached. */

import { SCHEME_ID } from '../../simulators/air/programme';
import type { Operation } from './air-event';
import { wholeSeconds } from './air-event';
import { offerOperation, takeCoupon } from './coupons';
import { type Maker, pointsState, tierState } from './maker';
import { type Balances, type Member, type TierBalances, tierFor } from './member';
import { pointsOperation, tierOperation, tierTransaction } from './operations';
import { basket, itemCount, listPrice, orderOperation } from './orders';

const DISCOUNT = 150;

const moved = (points: Balances, by: number, lifetime: number): Balances => ({
  current: points.current + by,
  usable: points.usable + by,
  locked: points.locked,
  lifetime: points.lifetime + lifetime,
});

/** What a purchase does to the tier; the member's own state moves on. */
export function creditTier(maker: Maker, member: Member, by: TierBalances) {
  const before = member.tier;
  const after = {
    points: before.points + by.points,
    spend: before.spend + by.spend,
    transactions: before.transactions + by.transactions,
  };
  const from = member.tierId;
  const reached = tierFor(after.points).id;
  // A debit leaves the tier as it is until its year is over.
  const to = Number(reached) > Number(from) ? reached : from;
  member.tier = after;
  member.tierId = to;
  const [creditId, moveId] = [maker.nextId(), maker.nextId()];
  const type = by.spend < 0 || by.points < 0 ? ('DEBIT' as const) : ('CREDIT' as const);
  const changed = to === from ? [] : [{ from, to }];
  return {
    tells: changed.map(() => ({
      name: 'Tier Changed',
      properties: { tier_id: to, previous_tier_id: from, direction: 'up' },
    })),
    operations: (at: string): Operation[] => [
      tierTransaction(member, { id: creditId, type, tierId: from, tierIdAfter: null, before, after, at }),
      tierOperation(member, 'UPDATE', { tierId: to, balances: after, at }),
      ...changed.map(() =>
        tierTransaction(member, {
          id: moveId,
          type: 'MOVE',
          tierId: from,
          tierIdAfter: to,
          before: after,
          after,
          at,
        }),
      ),
    ],
  };
}

/** POSCONNECT.WALLET.SETTLE. */
export function buy(maker: Maker, member: Member): void {
  const { random, now } = maker;
  const lines = basket((most) => random.int(0, most));
  const coupon = random.chance(0.25) ? takeCoupon(member) : null;
  const total = listPrice(lines) - (coupon ? Math.min(DISCOUNT, listPrice(lines)) : 0);
  const discount = coupon ? { coupon, amount: listPrice(lines) - total } : null;
  const spent = member.points.usable >= 100 && random.chance(0.2) ? 100 : 0;
  const earned = Math.floor(total / 100);
  const before = member.points;
  const between = spent > 0 ? moved(before, -spent, 0) : before;
  const after = moved(between, earned, earned);
  member.points = after;
  const reference = `TILL-${member.walletId}-${member.events + 1}`;
  const transactionId = maker.nextId();
  const [spendId, earnId, couponId] = [maker.nextId(), maker.nextId(), maker.nextId()];
  const tier = creditTier(maker, member, { points: earned, spend: total, transactions: 1 });
  member.orders.push({
    reference,
    transactionId,
    at: now,
    lines,
    total,
    discounted: discount !== null,
    earned,
  });
  maker.tell({
    eventName: 'POSCONNECT.WALLET.SETTLE',
    resource: '/connect/wallet/settle',
    method: 'POST',
    request: { walletId: member.walletId, reference },
    parts: [
      {
        member,
        tells: [
          {
            name: 'Order Completed',
            properties: {
              order_id: reference,
              total: total / 100,
              currency: 'GBP',
              points_earned: earned,
              points_spent: spent,
              item_count: itemCount(lines),
            },
          },
          ...(spent > 0
            ? [
                {
                  name: 'Points Spent',
                  properties: { points: spent, scheme_id: SCHEME_ID, order_id: reference },
                },
              ]
            : []),
          ...(discount
            ? [
                {
                  name: 'Coupon Redeemed',
                  properties: {
                    coupon_id: discount.coupon.accountId,
                    discount: discount.amount / 100,
                    order_id: reference,
                  },
                },
              ]
            : []),
          ...tier.tells,
        ],
        states: { ...pointsState(member), ...tierState(member), last_purchase_at: wholeSeconds(now) },
      },
    ],
    operations: (at) => {
      const order = { transactionId, reference, type: 'SETTLE', status: 'SETTLED', at } as const;
      return [
        orderOperation(member, 'CREATE', { ...order, basket: null }),
        ...(spent > 0
          ? [
              pointsOperation(member, {
                id: spendId,
                event: 'SPEND',
                value: spent,
                at,
                before,
                after: between,
              }),
            ]
          : []),
        ...(discount
          ? [
              offerOperation(member, discount.coupon, {
                id: couponId,
                event: 'REDEEM',
                value: discount.amount,
                at,
              }),
            ]
          : []),
        pointsOperation(member, { id: earnId, event: 'EARN', value: earned, at, before: between, after }),
        ...tier.operations(at),
        orderOperation(member, 'UPDATE', {
          ...order,
          basket: { lines, total, given: earned, taken: 0, discount },
        }),
      ];
    },
  });
}
