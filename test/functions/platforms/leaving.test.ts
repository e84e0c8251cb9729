import { isLeaving, withoutErased } from '../../../functions/platforms/leaving';
import { makers } from './build';

const { event, profile } = makers({
  eventId: 'e-1',
  walletId: 'w-1',
  identity: 'CU-1',
  at: '2026-04-01T12:00:00Z',
  attributes: { points_balance: 1 },
});
const left = event('Loyalty Program Left');

test('only leaving the programme is leaving', () => {
  expect([left, event('Loyalty Program Joined')].map(isLeaving)).toEqual([true, false]);
});

test.each([
  ['older', '2026-04-01T11:59:59Z', 1],
  ['of the same time', '2026-04-01T12:00:00Z', 0],
  ['newer', '2026-04-02T00:00:00Z', 0],
])('a profile that is %s than the erasure', (_, asOf, kept) => {
  expect(withoutErased([profile(undefined, { asOf })], [left])).toHaveLength(kept);
});

test("another consumer's profile stays", () => {
  const other = profile(undefined, { walletId: 'w-2' });
  expect(withoutErased([profile(), other], [event('Points Spent'), left])).toEqual([other]);
});

test('without a wallet the identity tells whose it is', () => {
  const gone = event('Loyalty Program Left', {}, { walletId: null });
  expect(withoutErased([profile(undefined, { walletId: null })], [gone])).toEqual([]);
});

test('where nobody leaves, all stay', () => {
  const profiles = [profile()];
  expect(withoutErased(profiles, [event('Points Spent')])).toBe(profiles);
});
