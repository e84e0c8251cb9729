/** The loyalty programme that the AIR simulator keeps: consumers with their wallets, actions, and every reward issued. */
import type { Identity } from '../../../functions/air/loyalty-event';

interface TierMembership {
  readonly tierMembershipId: string;
  readonly tierId: string;
  /** Spend in minor units. */
  readonly balances: { readonly points: number; readonly spend: number; readonly transactions: number };
  readonly expiryDate: string;
  readonly tierBalancesResetDate: string;
}

/** One consumer's wallet. Balances change as rewards are issued. */
export interface Wallet {
  readonly walletId: string;
  readonly name: string;
  readonly identities: readonly Identity[];
  readonly pointsAccountId: string;
  points: { current: number; usable: number; locked: number; lifetime: number };
  readonly tier: TierMembership | null;
  coupons: { readonly accountId: string; readonly campaignId: string; readonly validUntil: string }[];
}

/** A behavioural action campaign: what its reference issues. */
export interface Action {
  readonly reference: string;
  readonly campaignId: string;
  readonly reward:
    | { readonly kind: 'points'; readonly points: number }
    | { readonly kind: 'coupon'; readonly campaignId: string; readonly validDays: number };
}

export interface IssuedReward {
  readonly reference: string;
  readonly action: string;
  readonly walletId: string;
  readonly identityValue: string;
  readonly at: string;
}

const identity = (type: string, value: string): Identity => ({ type, value });

/**
 * Consumers for a local run. Everything about them is invented.
 * @param moreTypes identity types to give them besides the usual ones.
 */
export function sampleWallets(moreTypes: readonly string[] = []): Wallet[] {
  const people = [
    { name: 'Maya', number: 4711, points: 1240, tierId: '52' },
    { name: 'Tom', number: 4712, points: 80, tierId: '51' },
    { name: 'Ines', number: 4713, points: 9950, tierId: '53' },
  ];
  return people.map(({ name, number, points, tierId }) => ({
    walletId: `8840${number}1`,
    name,
    identities: [
      identity('CUSTOMER_ID', `CUST-${number}`),
      identity('CARD', `70044000${number}0`),
      identity('EMAIL', `${name.toLowerCase()}@example.com`),
      ...moreTypes
        .filter((type) => !['CUSTOMER_ID', 'CARD', 'EMAIL'].includes(type))
        .map((type) => identity(type, `${type}-${number}`)),
    ],
    pointsAccountId: `55120${number}7`,
    points: { current: points, usable: points, locked: 0, lifetime: points + 400 },
    tier: {
      tierMembershipId: `66${number}`,
      tierId,
      balances: { points, spend: points * 8, transactions: 3 },
      expiryDate: '2027-12-31T23:59:59+00:00',
      tierBalancesResetDate: '2027-12-31T23:59:59+00:00',
    },
    coupons: [],
  }));
}

const SAMPLE_ACTIONS: readonly Action[] = [
  { reference: 'LATE-DELIVERY', campaignId: '730011', reward: { kind: 'points', points: 250 } },
  { reference: 'WELCOME-POINTS', campaignId: '730012', reward: { kind: 'points', points: 100 } },
  {
    reference: 'BIRTHDAY-TREAT',
    campaignId: '730013',
    reward: { kind: 'coupon', campaignId: '730113', validDays: 30 },
  },
  // The references of the pages in docs/platforms.
  ...[
    'SORRY_FOR_THE_WAIT',
    'WELCOME_500',
    'KEEP_YOUR_TIER',
    'TRY_THE_APP',
    'SPEND_YOUR_POINTS',
    'HELLO_ONLINE',
    'COME_BACK_DOUBLE',
    'BIRTHDAY_GIFT',
    'ALMOST_THERE',
  ].map(
    (reference, index): Action => ({
      reference,
      campaignId: `7300${20 + index}`,
      reward: { kind: 'points', points: 500 },
    }),
  ),
];

/** The one points scheme. */
export const SCHEME_ID = '730001';

/** The programme's state, and what can be asked of it. */
export class Programme {
  private readonly byIdentity = new Map<string, Wallet>();
  private readonly actions = new Map<string, Action>();
  private readonly used = new Set<string>();
  readonly issued: IssuedReward[] = [];
  private lastId = 990_000;

  constructor(wallets: readonly Wallet[] = sampleWallets(), actions: readonly Action[] = SAMPLE_ACTIONS) {
    for (const wallet of wallets) this.join(wallet);
    for (const action of actions) this.actions.set(action.reference, action);
  }

  /** What a call may ask for. */
  get actionReferences(): readonly string[] {
    return [...this.actions.keys()];
  }

  /** A new consumer; every identity value finds the wallet. */
  join(wallet: Wallet): void {
    for (const { value } of wallet.identities) this.byIdentity.set(value, wallet);
  }

  wallet(identityValue: string): Wallet | null {
    return this.byIdentity.get(identityValue) ?? null;
  }

  wallets(): Wallet[] {
    return [...new Set(this.byIdentity.values())];
  }

  action(reference: string): Action | null {
    return this.actions.get(reference) ?? null;
  }

  wasUsed(reference: string): boolean {
    return this.used.has(reference);
  }

  nextId(): string {
    this.lastId += 1;
    return String(this.lastId);
  }

  /** Issues what an action gives, and remembers that it did. @returns the new coupon's account id, for a coupon. */
  issue(wallet: Wallet, action: Action, reference: string, identityValue: string, now: Date): string | null {
    this.used.add(reference);
    this.issued.push({
      reference,
      action: action.reference,
      walletId: wallet.walletId,
      identityValue,
      at: now.toISOString(),
    });
    if (action.reward.kind === 'points') {
      const { current, usable, locked, lifetime } = wallet.points;
      const { points } = action.reward;
      wallet.points = {
        current: current + points,
        usable: usable + points,
        locked,
        lifetime: lifetime + points,
      };
      return null;
    }
    const accountId = this.nextId();
    const validUntil = new Date(now.getTime() + action.reward.validDays * 24 * 3600 * 1000).toISOString();
    wallet.coupons = [...wallet.coupons, { accountId, campaignId: action.reward.campaignId, validUntil }];
    return accountId;
  }

  /** How often a consumer was given an action's reward: more than once per entry is a reward issued twice. */
  rewardsOf(walletId: string, action?: string): IssuedReward[] {
    return this.issued.filter(
      (reward) => reward.walletId === walletId && (action === undefined || reward.action === action),
    );
  }
}
