import { type CatalogueEvent, date, listOf, text } from './described';

const subscription = {
  subscription_id: text('AIR’s account id of this member’s subscription'),
  campaign_id: text('Plan of the subscription'),
  starts_at: date('When it starts'),
  expires_at: date('When it ends; left out when it never does'),
  entitlements: listOf('Coupons that come with it: `coupon_id`, `campaign_id`, `valid_until`'),
} as const;

export const SUBSCRIPTIONS = {
  'Subscription Joined': {
    group: 'Subscriptions',
    when: 'A member took out a subscription, with the coupons it entitles to.',
    saidBy: ['WALLET.ACCOUNT.CREATE.PLAN', 'a STANDARD_SUBSCRIPTION CREATE in any event'],
    onByDefault: true,
    properties: subscription,
  },
  'Subscription Cancelled': {
    group: 'Subscriptions',
    when: 'A subscription was cancelled before its end, with its coupons.',
    saidBy: ['WALLET.ACCOUNT.UPDATE', 'a STANDARD_SUBSCRIPTION CANCEL in any event'],
    onByDefault: true,
    properties: subscription,
  },
  'Subscription Expired': {
    group: 'Subscriptions',
    when: 'A subscription reached its end; AIR is silent then, so the connector keeps the date.',
    saidBy: ['nothing: the remembered `expires_at` is due'],
    onByDefault: true,
    properties: {
      subscription_id: subscription.subscription_id,
      campaign_id: subscription.campaign_id,
      expires_at: date('When it ended'),
    },
  },
} as const satisfies Record<string, CatalogueEvent>;
