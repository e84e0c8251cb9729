/** Purchases: points earned and spent, coupons used, tiers reached. */
import { SCHEME_ID } from '../../simulators/air/programme';
import { type Operation, wholeSeconds } from './air-event';
import { offerOperation, takeCoupon } from './coupons';
import type { Told } from './facts';
import { type Maker, pointsState, tierState } from './maker';
import type { Balances, Coupon, Member } from './member';
import { pointsOperation } from './operations';
import { basket, itemCount, listPrice, orderOperation } from './orders';
import { creditTier } from './tier-credit';

const DISCOUNT = 150;

const moved = (points: Balances, by: number, lifetime: number): Balances => ({
  current: points.current + by,
  usable: points.usable + by,
  locked: points.locked,
  lifetime: points.lifetime + lifetime,
});

/** What is bought and what it does to the points: drawn once, and never changed, as `Happening.operations` needs it. */
interface Purchase {
  readonly reference: string;
  readonly transactionId: string;
  readonly lines: ReturnType<typeof basket>;
  /** Minor units, like the discount's amount. */
  readonly total: number;
  readonly discount: { readonly coupon: Coupon; readonly amount: number; readonly id: string } | null;
  readonly spent: { readonly points: number; readonly id: string } | null;
  readonly earned: { readonly points: number; readonly id: string };
  /** The points account at first, after the spending, and after the earning. */
  readonly before: Balances;
  readonly between: Balances;
  readonly after: Balances;
}

function drawPurchase(maker: Maker, member: Member): Purchase {
  const { random } = maker;
  const lines = basket((most) => random.int(0, most));
  const coupon = random.chance(0.25) ? takeCoupon(member) : null;
  const price = listPrice(lines);
  const total = price - (coupon ? Math.min(DISCOUNT, price) : 0);
  const spends = member.points.usable >= 100 && random.chance(0.2);
  const earned = Math.floor(total / 100);
  const before = member.points;
  const between = spends ? moved(before, -100, 0) : before;
  const transactionId = maker.nextId();
  const [spendId, earnId, couponId] = [maker.nextId(), maker.nextId(), maker.nextId()];
  return {
    reference: `TILL-${member.walletId}-${member.events + 1}`,
    transactionId,
    lines,
    total,
    discount: coupon && { coupon, amount: price - total, id: couponId },
    spent: spends ? { points: 100, id: spendId } : null,
    earned: { points: earned, id: earnId },
    before,
    between,
    after: moved(between, earned, earned),
  };
}

function tellsOf({ reference, lines, total, discount, spent, earned }: Purchase): Omit<Told, 'at'>[] {
  return [
    {
      name: 'Order Completed',
      properties: {
        order_id: reference,
        total: total / 100,
        currency: 'GBP',
        points_earned: earned.points,
        points_spent: spent?.points ?? 0,
        item_count: itemCount(lines),
      },
    },
    ...(spent
      ? [
          {
            name: 'Points Spent',
            properties: { points: spent.points, scheme_id: SCHEME_ID, order_id: reference },
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
  ];
}

function operationsOf(
  member: Member,
  purchase: Purchase,
  tier: ReturnType<typeof creditTier>,
  at: string,
): Operation[] {
  const { reference, transactionId, lines, total, discount, spent, earned, before, between, after } =
    purchase;
  const order = { transactionId, reference, type: 'SETTLE', status: 'SETTLED', at } as const;
  return [
    orderOperation(member, 'CREATE', { ...order, basket: null }),
    ...(spent
      ? [
          pointsOperation(member, {
            id: spent.id,
            event: 'SPEND',
            value: spent.points,
            at,
            before,
            after: between,
          }),
        ]
      : []),
    ...(discount
      ? [
          offerOperation(member, discount.coupon, {
            id: discount.id,
            event: 'REDEEM',
            value: discount.amount,
            at,
          }),
        ]
      : []),
    pointsOperation(member, {
      id: earned.id,
      event: 'EARN',
      value: earned.points,
      at,
      before: between,
      after,
    }),
    ...tier.operations(at),
    orderOperation(member, 'UPDATE', {
      ...order,
      basket: { lines, total, given: earned.points, taken: 0, discount },
    }),
  ];
}

/** POSCONNECT.WALLET.SETTLE. */
export function buy(maker: Maker, member: Member): void {
  const { now } = maker;
  const purchase = drawPurchase(maker, member);
  const { reference, transactionId, lines, total, discount, earned, after } = purchase;
  member.points = after;
  const tier = creditTier(maker, member, { points: earned.points, spend: total, transactions: 1 });
  member.orders.push({
    reference,
    transactionId,
    at: now,
    lines,
    total,
    discounted: discount !== null,
    earned: earned.points,
  });
  maker.tell({
    eventName: 'POSCONNECT.WALLET.SETTLE',
    resource: '/connect/wallet/settle',
    method: 'POST',
    request: { walletId: member.walletId, reference },
    parts: [
      {
        member,
        tells: [...tellsOf(purchase), ...tier.tells],
        states: { ...pointsState(member), ...tierState(member), last_purchase_at: wholeSeconds(now) },
      },
    ],
    operations: (at) => operationsOf(member, purchase, tier, at),
  });
}
