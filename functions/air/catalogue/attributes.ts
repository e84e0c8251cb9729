import { count, type Described, date, money, points, text, yesNo } from './described';

/** What a profile may hold. The values are absolute, so that the newest is always right. */
export const ATTRIBUTES = {
  points_balance: points('All points of the member, reserved ones included'),
  points_usable: points('Points that can be spent now'),
  points_locked: points('Points that are reserved for a purchase'),
  points_lifetime: points('All points ever earned'),
  tier_id: text('AIR’s id of the tier'),
  tier_name: text('Its name, from the `tiers` setting'),
  tier_points: points('Points that count for the tier'),
  tier_spend: money('Spend that counts for the tier'),
  tier_transactions: count('Purchases that count for the tier'),
  tier_points_to_next: points(
    'Points missing to the next tier, from the `tiers` setting; null in the highest',
  ),
  tier_resets_at: date('When what counts for the tier starts again from zero'),
  tier_expires_at: date('When the membership of the tier ends'),
  loyalty_status: text(
    '`member`, set when a member joins (who joined before the installation has none), or `left`',
  ),
  loyalty_joined_at: date('When the member joined'),
  loyalty_left_at: date('When the member left'),
  last_purchase_at: date('The latest purchase, as the till says'),
  last_reward_at: date('The latest reward of an action'),
  subscription_status: text('`active`, `cancelled` or `expired`, of the newest active one'),
  subscription_expires_at: date('When it ends; null when it never does'),
  marketing_opt_in: yesNo('Consent to marketing of the default communication'),
} as const satisfies Record<string, Described>;

/** Sent only when the setting `personalFields` names them. */
export const PERSONAL_ATTRIBUTES = {
  first_name: text('First name'),
  last_name: text('Last name'),
  email: text('E-mail address'),
  phone: text('Phone number'),
  birth_date: text('Date of birth, `YYYY-MM-DD`'),
} as const satisfies Record<string, Described>;
