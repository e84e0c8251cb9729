import type { Identity } from '../../../functions/air/loyalty-event';

/** In rank order; a member has the highest whose threshold the tier points reach. Also the connectors' setting `tiers`. */
export const TIERS = [
  { id: '51', name: 'Bronze', threshold: 0 },
  { id: '52', name: 'Silver', threshold: 400 },
  { id: '53', name: 'Gold', threshold: 2000 },
] as const;

/** Of the points account: `current` is `usable` and `locked` together. */
export interface Balances {
  readonly current: number;
  readonly usable: number;
  readonly locked: number;
  readonly lifetime: number;
}

/** `spend` in minor units. */
export interface TierBalances {
  readonly points: number;
  readonly spend: number;
  readonly transactions: number;
}

/** A line of a basket. */
export interface Line {
  readonly upc: string;
  readonly description: string;
  /** Minor units. */
  readonly cost: number;
  readonly count: number;
}

/** A settled purchase that may still be refunded; `total` in minor units, after a coupon's discount. */
export interface Order {
  readonly reference: string;
  readonly transactionId: string;
  readonly at: string;
  readonly lines: readonly Line[];
  readonly total: number;
  readonly discounted: boolean;
  readonly earned: number;
}

/** A coupon that a member has. */
export interface Coupon {
  readonly accountId: string;
  readonly campaignId: string;
}

/** A subscription with the coupon that comes with it; dates are ISO 8601, UTC. */
export interface Subscription {
  readonly accountId: string;
  readonly couponId: string;
  readonly startsAt: string;
  readonly endsAt: string;
}

/** Of a new account. */
export const NO_POINTS: Balances = { current: 0, usable: 0, locked: 0, lifetime: 0 };

/** One consumer of the programme as AIR knows them. The state moves on as the history is made. */
export class Member {
  readonly walletId: string;
  readonly identities: readonly Identity[];
  readonly pointsAccountId: string;
  readonly tierMembershipId: string;
  readonly consumerId: string;
  readonly firstName: string;
  /** Changes with each profile update, and never is another member's. */
  email: string;
  status: 'joining' | 'member' | 'left' = 'joining';
  joinedAt = '';
  points: Balances = NO_POINTS;
  tier: TierBalances = { points: 0, spend: 0, transactions: 0 };
  tierId: string = TIERS[0].id;
  readonly tierExpiresAt: string;
  marketing = false;
  profileUpdates = 0;
  orders: Order[] = [];
  coupons: Coupon[] = [];
  subscription: Subscription | null = null;
  subscribed = false;
  /** Reference of the reservation and its points. */
  lock: { readonly reference: string; readonly points: number } | null = null;
  events = 0;

  /** @param index in `History.members`. */
  constructor(
    readonly index: number,
    seed: number,
    endOfYear: string,
  ) {
    const number = String(index + 1).padStart(6, '0');
    this.walletId = `77${(seed % 90) + 10}${number}`;
    this.identities = [
      { type: 'CUSTOMER_ID', value: `SOAK-${number}` },
      { type: 'CARD', value: `70090${number}00` },
    ];
    this.pointsAccountId = `551${number}1`;
    this.tierMembershipId = `661${number}`;
    this.consumerId = `771${number}`;
    this.firstName = `Member ${index + 1}`;
    this.email = `soak-${number}-0@example.com`;
    this.tierExpiresAt = endOfYear;
  }

  identity(type: string): string {
    const found = this.identities.find((identity) => identity.type === type);
    if (!found) throw new Error(`members have no ${type}`);
    return found.value;
  }

  /** A new coupon or subscription account. */
  nextAccount(kind: 'coupon' | 'subscription'): string {
    this.accounts += 1;
    return `${kind === 'coupon' ? '552' : '554'}${String(this.index + 1).padStart(6, '0')}${String(this.accounts).padStart(3, '0')}`;
  }
  private accounts = 0;
}

/** The tier that so many tier points are worth. */
export const tierFor = (points: number): (typeof TIERS)[number] =>
  TIERS.findLast(({ threshold }) => points >= threshold) ?? TIERS[0];
