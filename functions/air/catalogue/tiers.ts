import { type CatalogueEvent, count, currency, date, money, points, text } from './described';

const tier = {
  tier_id: text('AIR’s id of the tier'),
  tier_name: text('Its name, from the `tiers` setting'),
} as const;
const balances = {
  tier_points: points('Points that count for the tier'),
  tier_spend: money('Spend that counts for the tier'),
  tier_transactions: count('Purchases that count for the tier'),
  currency,
  tier_expires_at: date('When the membership of the tier ends'),
} as const;

export const TIERS = {
  'Tier Joined': {
    group: 'Tiers',
    when: 'A member got a tier for the first time.',
    saidBy: ['TIER.MEMBERSHIP.CREATE', 'a tier membership CREATE in any event'],
    onByDefault: true,
    properties: { ...tier, ...balances },
  },
  'Tier Changed': {
    group: 'Tiers',
    when: 'A member moved to another tier, up or down.',
    saidBy: ['TIER.MEMBERSHIP.MOVE', 'a tier transaction whose tier differs before and after, in any event'],
    onByDefault: true,
    properties: {
      ...tier,
      previous_tier_id: text('AIR’s id of the tier before'),
      previous_tier_name: text('Its name, from the `tiers` setting'),
      direction: text('`up` or `down`, when the `tiers` setting knows both'),
      ...balances,
    },
  },
  'Tier Balance Changed': {
    group: 'Tiers',
    when: 'What counts for the tier changed, by a purchase or by hand.',
    saidBy: [
      'TIER.MEMBERSHIP.CREDIT',
      'TIER.MEMBERSHIP.DEBIT',
      'TIER.MEMBERSHIP.ADJUST',
      'a tier transaction with amounts in any event',
    ],
    onByDefault: false,
    properties: {
      ...tier,
      ...balances,
      tier_points_change: points('By how much, negative when it went down'),
      tier_spend_change: money('By how much, negative when it went down'),
      tier_transactions_change: count('By how much, negative when it went down'),
    },
  },
} as const satisfies Record<string, CatalogueEvent>;
