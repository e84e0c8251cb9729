import { select } from '../../../functions/air/naming';
import { ANNA, account, points, SETTINGS, told, transaction } from './build';

const moved = { balancesBefore: { current: 5 }, balancesAfter: { current: 10 } };
const translation = told('X', [account('ECOUPON', 'CREATE'), points('GOODWILL', 5, 10, moved)]);
const selected = (settings = {}) => select(translation, { ...SETTINGS, ...settings }, 'event-1');

it('sends the use-case list by default, with prefixes', () => {
  const { events, profiles } = selected();
  expect(translation.names).toEqual(['Coupon Issued', 'Points Added']);
  expect(events).toMatchObject([{ name: 'Coupon Issued', platformName: 'EE Coupon Issued', walletId: ANNA }]);
  expect(profiles).toEqual([
    {
      id: `event-1:${ANNA}:profile`,
      walletId: ANNA,
      identity: { type: 'CUSTOMER_ID', value: 'anna' },
      asOf: '2026-02-03T10:00:00.123Z',
      attributes: {
        ee_points_balance: 10,
        ee_points_usable: 10,
        ee_points_locked: 0,
        ee_points_lifetime: 20,
      },
    },
  ]);
});

it('sends the events that the settings name, and no others', () => {
  expect(selected({ events: ['Points Added', 'No Such Event'] }).events.map(({ name }) => name)).toEqual([
    'Points Added',
  ]);
  expect(selected({ events: [] }).events).toEqual([]);
});

it('gives a renamed one no prefix', () => {
  const rename = { events: { 'Coupon Issued': 'Voucher' }, attributes: { points_balance: 'points' } };
  const { events, profiles } = selected({ rename, eventPrefix: '', attributePrefix: 'x_' });
  expect(events[0]?.platformName).toBe('Voucher');
  expect(profiles[0]?.attributes).toMatchObject({ points: 10, x_points_usable: 10 });
});

it('keeps the whole event beside its name', () => {
  expect(selected().events[0]).toEqual({ ...translation.events[0], platformName: 'EE Coupon Issued' });
});

it('keeps null, which empties an attribute', () => {
  const cancelled = told('X', [account('STANDARD_SUBSCRIPTION', 'CANCEL')]);
  expect(select(cancelled, SETTINGS, 'e').profiles[0]?.attributes).toEqual({
    ee_subscription_status: 'cancelled',
    ee_subscription_expires_at: null,
  });
});

it('sends nothing of an open basket', () => {
  const open = told('POSCONNECT.WALLET.OPEN', [transaction('SETTLE', 'ACTIVE'), points('LOCK', 5, 10)]);
  expect(open.profiles).toHaveLength(1);
  expect(select(open, SETTINGS, 'e')).toEqual({ events: [], profiles: [] });
});

it('addresses a profile of no wallet', () => {
  const nobody = told('X', [points('EARN', 5, 10, {}, { walletId: null })], { enrichmentData: [] });
  expect(select(nobody, SETTINGS, 'e').profiles).toMatchObject([
    { id: 'e::profile', walletId: null, identity: null },
  ]);
});
