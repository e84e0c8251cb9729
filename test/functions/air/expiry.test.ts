import { type DueSubscription, expiryEventId, subscriptionExpired } from '../../../functions/air/expiry';
import { NOTHING_KNOWN, type SubscriptionState } from '../../../functions/air/known';
import { ANNA, SETTINGS } from './build';

const due: DueSubscription = {
  walletId: ANNA,
  subscriptionId: '6001',
  campaignId: 'plan-1',
  expiresAt: '2026-08-01T00:00:00.000Z',
  status: 'active',
};
const known = { ...NOTHING_KNOWN, identities: { [ANNA]: { CUSTOMER_ID: 'anna', CARD: 'card-1' } } };
const other = (fields: Partial<SubscriptionState>): SubscriptionState => ({
  ...due,
  subscriptionId: '6100',
  ...fields,
});
const shown = (states: SubscriptionState[]) =>
  subscriptionExpired(due, SETTINGS, { ...known, subscriptions: { [ANNA]: states } }).profiles[0]?.attributes;

it('tells the end at the moment it came, to the consumer the directory knows', () => {
  expect(subscriptionExpired(due, SETTINGS, known)).toEqual({
    events: [
      {
        id: `expiry:6001:2026-08-01T00:00:00.000Z:${ANNA}:Subscription Expired:6001`,
        name: 'Subscription Expired',
        occurredAt: '2026-08-01T00:00:00.000Z',
        walletId: ANNA,
        identity: { type: 'CUSTOMER_ID', value: 'anna' },
        properties: {
          subscription_id: '6001',
          campaign_id: 'plan-1',
          expires_at: '2026-08-01T00:00:00.000Z',
        },
      },
    ],
    profiles: [
      {
        walletId: ANNA,
        identity: { type: 'CUSTOMER_ID', value: 'anna' },
        asOf: '2026-08-01T00:00:00.000Z',
        attributes: { subscription_status: 'expired', subscription_expires_at: '2026-08-01T00:00:00.000Z' },
      },
    ],
    problems: [],
  });
});

it('has one id per subscription and date, so that an extended one expires anew', () => {
  const extended = { ...due, expiresAt: '2026-09-01T00:00:00.000Z' };
  const cancelled: DueSubscription = { ...due, status: 'cancelled' };
  expect(expiryEventId(cancelled)).toBe(expiryEventId(due));
  expect(expiryEventId(extended)).not.toBe(expiryEventId(due));
});

it('says what is missing when nobody knows the consumer', () => {
  const { events, problems } = subscriptionExpired({ ...due, campaignId: null }, SETTINGS, NOTHING_KNOWN);
  expect(events[0]).toMatchObject({ identity: null });
  expect(events[0]?.properties).not.toHaveProperty('campaign_id');
  expect(problems).toEqual([expect.stringContaining('CUSTOMER_ID')]);
});

it.each([
  ['one that ends later', '2027-01-01T00:00:00.000Z'],
  ['one that never ends', null],
])('leaves the profile with %s', (_, expiresAt) => {
  expect(shown([due, other({ expiresAt })])).toEqual({
    subscription_status: 'active',
    subscription_expires_at: expiresAt,
  });
});

it.each([
  ['ended before', other({ expiresAt: '2026-07-01T00:00:00.000Z' })],
  ['ends at the same moment', other({})],
  ['was cancelled', other({ expiresAt: null, status: 'cancelled' })],
])('does not take one that %s for active', (_, state) => {
  expect(shown([due, state])).toMatchObject({ subscription_status: 'expired' });
});
