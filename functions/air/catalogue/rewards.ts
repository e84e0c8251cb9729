import { type CatalogueEvent, currency, date, listOf, money, points, text } from './described';

const coupon = {
  coupon_id: text('AIR’s account id of this member’s coupon'),
  campaign_id: text('Campaign of the coupon'),
  client_type: text('AIR’s kind of coupon, for example OFFER or ENTITLEMENT'),
  valid_from: date('First moment it can be used'),
  valid_until: date('Last moment it can be used; left out when it never ends'),
  quest_id: text('The quest it is an objective of'),
  subscription_id: text('The subscription it is an entitlement of'),
} as const;
const redeemed = {
  ...coupon,
  discount: money('What it took off the order, when it is a discount'),
  currency,
  points: points('What it gave, when it is a points offer'),
  order_id: text('The order it was used in'),
  context: text(
    '`refund` when a refund did it: AIR undoes all coupons of the order, and uses again those that still fit',
  ),
} as const;

export const REWARDS = {
  'Reward Issued': {
    group: 'Rewards and coupons',
    when: 'A member got the reward of an action: points, a coupon, or both.',
    saidBy: ['SERVICE.TRIGGER'],
    onByDefault: true,
    properties: {
      action_references: listOf('Action references of the call that issued it'),
      reference: text('Reference of the call'),
      campaign_id: text('Campaign of the action'),
      points: points('Points given, when there are some'),
      coupons: listOf('Coupons given, when there are some: `coupon_id`, `campaign_id`, `valid_until`'),
    },
  },
  'Coupon Issued': {
    group: 'Rewards and coupons',
    when: 'A member got a coupon.',
    saidBy: ['an ECOUPON CREATE in any event'],
    onByDefault: true,
    properties: coupon,
  },
  'Coupon Redeemed': {
    group: 'Rewards and coupons',
    when: 'A member used a coupon.',
    saidBy: ['an ECOUPON REDEEM in any event'],
    onByDefault: true,
    properties: redeemed,
  },
  'Coupon Unredeemed': {
    group: 'Rewards and coupons',
    when: 'The use of a coupon was undone, and the member has it again.',
    saidBy: ['an ECOUPON UNREDEEM in any event'],
    onByDefault: true,
    properties: redeemed,
  },
  'Coupon Cancelled': {
    group: 'Rewards and coupons',
    when: 'A coupon was taken back before it was used.',
    saidBy: ['an ECOUPON CANCEL in any event'],
    onByDefault: true,
    properties: coupon,
  },
} as const satisfies Record<string, CatalogueEvent>;
