import type { Json } from '../../json';
import { airDate } from '../../simulators/air/writing';
import type { Operation } from './air-event';
import type { Coupon, Line, Member } from './member';

const GOODS: readonly Omit<Line, 'count'>[] = [
  { upc: '5012345000017', description: 'Olive oil', cost: 1250 },
  { upc: '5012345000024', description: 'Sourdough loaf', cost: 380 },
  { upc: '5012345000031', description: 'Oranges, kg', cost: 299 },
  { upc: '5012345000048', description: 'Desk lamp', cost: 3120 },
  { upc: '5012345000055', description: 'Garden gloves', cost: 745 },
];

/** Lines of a basket, the goods of each other than those of the others. */
export function basket(pick: (most: number) => number): Line[] {
  const first = pick(GOODS.length - 1);
  const lines = 1 + pick(2);
  return Array.from({ length: lines }, (_, place) => ({
    ...(GOODS[(first + place) % GOODS.length] as Omit<Line, 'count'>),
    count: 1 + pick(2),
  }));
}

/** Minor units. */
export const listPrice = (lines: readonly Line[]): number =>
  lines.reduce((sum, { cost, count }) => sum + cost * count, 0);
/** Of all lines. */
export const itemCount = (lines: readonly Line[]): number => lines.reduce((sum, { count }) => sum + count, 0);

/** One state of an order, a refund or a reservation; dates are ISO 8601, UTC. */
interface OrderState {
  readonly transactionId: string;
  readonly parentId?: string;
  readonly reference: string;
  readonly type: 'SETTLE' | 'REFUND' | 'SPEND';
  readonly status: string;
  readonly at: string;
  readonly updatedAt?: string;
  /** Null: AIR opens an order with an empty basket. */
  readonly basket: {
    readonly lines: readonly Line[];
    /** Minor units. */
    readonly total: number;
    readonly given: number;
    readonly taken: number;
    /** A coupon that made the basket cheaper by so much. */
    readonly discount?: { readonly coupon: Coupon; readonly amount: number } | null;
  } | null;
}

/** One state of an order, a refund or a reservation. */
export function orderOperation(member: Member, kind: 'CREATE' | 'UPDATE', state: OrderState): Operation {
  const { at, basket: of } = state;
  return {
    objectType: 'walletTransactionEntity',
    operationType: kind,
    objectValue: {
      walletTransactionId: state.transactionId,
      parentWalletTransactionId: state.parentId ?? '0',
      walletId: member.walletId,
      reference: state.reference,
      transactionDateTime: airDate(at),
      transactionDateTimeOffset: '+00:00',
      identityId: null,
      identity: null,
      type: state.type,
      status: state.status,
      meta: null,
      state: kind === 'CREATE' ? 'ORIGINAL' : 'MODIFIED',
      expiryDate: null,
      accounts: [],
      basket: of
        ? { contents: contents(of.lines, state.type), summary: summary(member, of), payment: null }
        : NO_BASKET,
      channel: 'api',
      location: { storeId: 'shop-3', storeParentId: 'south' },
      dateCreated: airDate(at),
      lastUpdated: airDate(state.updatedAt ?? at),
    },
  };
}

const NO_BASKET = { contents: null, summary: null, payment: null };

const contents = (lines: readonly Line[], type: OrderState['type']): Json[] =>
  lines.map(({ upc, description, cost, count }) => ({
    sku: null,
    upc,
    salesKey: type === 'REFUND' ? 'REFUND' : 'SALE',
    description,
    itemUnitCost: cost,
    itemUnitMetric: null,
    itemUnitCount: count,
    itemFulfilCount: null,
    totalUnitCost: cost * count,
    totalUnitCostAfterDiscount: cost * count,
    contributionResults: [],
  }));

function summary(member: Member, of: NonNullable<OrderState['basket']>): Json {
  const { lines, total, given, taken, discount } = of;
  return {
    totalItems: itemCount(lines),
    totalBasketValue: total,
    totalDiscountAmount: { promotions: discount?.amount ?? 0, staff: null, general: null },
    results: {
      points: { totalPointsTaken: taken, totalPointsGiven: given, earn: given, totalMonetaryValue: 0 },
      pointsByScheme: null,
      tiers: null,
    },
    adjustmentResults: discount
      ? [
          {
            resourceType: 'CAMPAIGN',
            resourceId: discount.coupon.campaignId,
            instanceId: `${discount.coupon.campaignId}-1`,
            relatedAccountIds: [discount.coupon.accountId],
            success: true,
            type: 'redeem',
            value: discount.amount,
            isUnredeemable: false,
            targetedAccountId: discount.coupon.accountId,
            targetedWalletId: member.walletId,
            playOrderPosition: 1,
            totalDiscountAmount: discount.amount,
          },
        ]
      : [],
    adjudicationResults: [],
  };
}
