import type { SubscriptionState } from '../../../functions/air/known';
import { ANNA, account, BEN, operation, told } from './build';

const END = '2026-08-01T00:00:00+00:00';
const ENTITLED = { ENTITLEMENT_OF: { STANDARD_SUBSCRIPTION: [{ accountId: '6001' }] } };
const plan = (event: string, fields: Record<string, unknown> = {}) =>
  account(
    'STANDARD_SUBSCRIPTION',
    event,
    {},
    {
      accountId: '6001',
      campaignId: 'plan-1',
      clientType: null,
      balances: null,
      status: event === 'CANCEL' ? 'CANCELLED' : 'ACTIVE',
      dates: { start: '2026-02-01T00:00:00+00:00', end: END },
      relationships: { ENTITLEMENT: { ECOUPON: [{ accountId: '6002' }, { accountId: '6003' }] } },
      ...fields,
    },
  );
const entitlement = (event: string, accountId = '6002', walletId = ANNA) =>
  account(
    'ECOUPON',
    event,
    {},
    { accountId, walletId, clientType: 'ENTITLEMENT', campaignId: 'perk', relationships: ENTITLED },
  );
const other = (fields: Partial<SubscriptionState> = {}): SubscriptionState => ({
  walletId: ANNA,
  subscriptionId: '6100',
  campaignId: 'plan-2',
  expiresAt: '2027-01-01T00:00:00.000Z',
  status: 'active',
  ...fields,
});

it.each([
  ['CREATE', 'Subscription Joined', 'WALLET.ACCOUNT.CREATE.PLAN'],
  ['CANCEL', 'Subscription Cancelled', 'WALLET.ACCOUNT.UPDATE'],
])('%s is told as %s, with the coupons inside', (event, name, eventName) => {
  const { names, one } = told(eventName, [entitlement(event), plan(event)]);
  expect(names).toEqual([name]);
  expect(one(name).properties).toEqual({
    subscription_id: '6001',
    campaign_id: 'plan-1',
    starts_at: '2026-02-01T00:00:00.000Z',
    expires_at: '2026-08-01T00:00:00.000Z',
    entitlements: [
      { coupon_id: '6002', campaign_id: 'perk', valid_until: '2026-12-31T23:59:59.000Z' },
      { coupon_id: '6003' },
    ],
  });
});

it('tells an entitlement that comes without its subscription', () => {
  expect(told('X', [entitlement('CREATE')]).one('Coupon Issued').properties).toMatchObject({
    coupon_id: '6002',
    client_type: 'ENTITLEMENT',
    subscription_id: '6001',
  });
});

it("tells another wallet's entitlement to that wallet, and not inside the subscription", () => {
  const { one } = told('X', [plan('CREATE'), entitlement('CREATE'), entitlement('CREATE', '6003', BEN)]);
  expect(one('Subscription Joined').properties.entitlements).toMatchObject([{ coupon_id: '6002' }]);
  expect(one('Coupon Issued')).toMatchObject({ walletId: BEN, properties: { coupon_id: '6003' } });
});

it('tells the redemption of an entitlement, whatever happens to its subscription', () => {
  expect(told('X', [plan('CREATE'), entitlement('REDEEM')]).names).toEqual([
    'Subscription Joined',
    'Coupon Redeemed',
  ]);
});

it('knows no date where AIR says never', () => {
  const never = plan('CREATE', { dates: { start: null, end: '2038-01-19T03:14:07+00:00' } });
  const { one, attributes, remember } = told('X', [never]);
  expect(one('Subscription Joined').properties).not.toHaveProperty('expires_at');
  expect(attributes()).toEqual({ subscription_status: 'active', subscription_expires_at: null });
  expect(remember.subscriptions).toMatchObject([{ expiresAt: null, status: 'active' }]);
});

describe('what is remembered, since AIR is silent at the end', () => {
  it('is the end of a subscription that was joined', () => {
    expect(told('X', [plan('CREATE')]).remember.subscriptions).toEqual([
      {
        walletId: ANNA,
        subscriptionId: '6001',
        campaignId: 'plan-1',
        expiresAt: '2026-08-01T00:00:00.000Z',
        status: 'active',
      },
    ]);
  });

  it('is that a cancelled one has no end to wait for', () => {
    expect(told('X', [plan('CANCEL')]).remember.subscriptions).toMatchObject([
      { expiresAt: null, status: 'cancelled' },
    ]);
  });

  it.each([
    ['an operation of the account', plan('UPDATE', { dates: { end: '2026-11-01T00:00:00+00:00' } })],
    [
      'an update of the account itself',
      operation('walletAccountEntity', 'UPDATE', {
        accountId: '6001',
        walletId: ANNA,
        type: 'STANDARD_SUBSCRIPTION',
        status: 'ACTIVE',
        dates: { end: '2026-11-01T00:00:00+00:00' },
      }),
    ],
  ])('is the new end that comes by %s', (_, op) => {
    const { remember, names } = told('WALLET.ACCOUNT.UPDATE', [op]);
    expect(names).toEqual([]);
    expect(remember.subscriptions).toMatchObject([
      { subscriptionId: '6001', expiresAt: '2026-11-01T00:00:00.000Z' },
    ]);
  });

  it('is nothing of an account that was only read, or whose wallet is unknown', () => {
    const read = operation('walletAccountEntity', 'READ', {
      accountId: '6001',
      type: 'STANDARD_SUBSCRIPTION',
    });
    expect(told('X', [read]).remember.subscriptions).toEqual([]);
    expect(
      told('X', [plan('CREATE', { walletId: null })], { enrichmentData: [] }).remember.subscriptions,
    ).toEqual([]);
  });
});

describe('the profile', () => {
  const status = (operations: unknown[], subscriptions: SubscriptionState[] = []) =>
    told('X', operations, {}, { known: { subscriptions: { [ANNA]: subscriptions } } }).attributes();

  it('shows the end of an active subscription', () => {
    expect(status([plan('CREATE')])).toEqual({
      subscription_status: 'active',
      subscription_expires_at: '2026-08-01T00:00:00.000Z',
    });
  });

  it('shows a cancellation', () => {
    expect(status([plan('CANCEL')])).toEqual({
      subscription_status: 'cancelled',
      subscription_expires_at: null,
    });
  });

  it('keeps showing another subscription that is still active', () => {
    expect(status([plan('CANCEL')], [other()])).toEqual({
      subscription_status: 'active',
      subscription_expires_at: '2027-01-01T00:00:00.000Z',
    });
  });

  it.each([
    ['over', other({ expiresAt: '2026-01-01T00:00:00.000Z' })],
    ['cancelled', other({ status: 'cancelled' })],
    ['the same one', other({ subscriptionId: '6001' })],
  ])('does not take one that is %s for active', (_, state) => {
    expect(status([plan('CANCEL')], [state])).toMatchObject({ subscription_status: 'cancelled' });
  });

  it.each([
    ['its end', { dates: { end: '2026-02-03T10:00:00+00:00' } }, '2026-02-03T10:00:00.000Z'],
    ['AIR', { status: 'EXPIRED', dates: { end: '2026-01-05T00:00:00+00:00' } }, '2026-01-05T00:00:00.000Z'],
    ['AIR, before its end', { status: 'EXPIRED' }, '2026-02-03T10:00:00.123Z'],
    ['AIR, without an end', { status: 'EXPIRED', dates: null }, '2026-02-03T10:00:00.123Z'],
  ])('shows as expired what is over by %s, and remembers it as due', (_, fields, end) => {
    const { attributes, remember } = told('X', [plan('UPDATE', fields)]);
    expect(attributes()).toEqual({ subscription_status: 'expired', subscription_expires_at: end });
    expect(remember.subscriptions).toMatchObject([{ status: 'active', expiresAt: end }]);
  });

  it('shows another active one beside one that is over', () => {
    expect(status([plan('UPDATE', { status: 'EXPIRED' })], [other()])).toMatchObject({
      subscription_status: 'active',
    });
  });

  it('shows a renewal in one event', () => {
    const renewed = plan('CREATE', { accountId: '6009', dates: { end: '2027-08-01T00:00:00+00:00' } });
    expect(status([renewed, plan('CANCEL')])).toMatchObject({
      subscription_status: 'active',
      subscription_expires_at: '2027-08-01T00:00:00.000Z',
    });
  });
});

it('passes an account update without a subscription in it', () => {
  expect(told('WALLET.ACCOUNT.UPDATE', [account('ECOUPON', 'CANCEL')]).names).toEqual(['Coupon Cancelled']);
  expect(told('WALLET.ACCOUNT.UPDATE', []).names).toEqual([]);
});
