import { keyOf, same } from '../../../../local/soak/oracle/sameness';

const AT = '2026-05-06T07:08:09.010Z';
const SECONDS = Date.parse(AT) / 1000;

test('a date is the same as text, as UNIX seconds and as UNIX milliseconds, to the second', () => {
  for (const seen of [AT, '2026-05-06T07:08:09Z', SECONDS, Math.floor(SECONDS), SECONDS * 1000])
    expect(same(AT, seen)).toBe(true);
  for (const seen of ['2026-05-06T07:08:10.010Z', SECONDS + 1, 'soon', undefined])
    expect(same(AT, seen)).toBe(false);
});

test('nothing is null, and null is nothing', () => {
  expect(same(null, undefined)).toBe(true);
  expect(same(null, null)).toBe(true);
  expect(same(null, 0)).toBe(false);
  expect(same(0, undefined)).toBe(false);
});

test('money is compared to the cent, and a number is no text', () => {
  expect(same(12.3, 12.3)).toBe(true);
  expect(same(0.3, 0.1 + 0.2)).toBe(true);
  expect(same(12.3, 12.31)).toBe(false);
  expect(same(12, '12')).toBe(false);
});

test('of several values any will do', () => {
  expect(same([5, null], 5)).toBe(true);
  expect(same([5, null], undefined)).toBe(true);
  expect(same([5, null], 6)).toBe(false);
});

test('an event is known by what it is about, else by its second', () => {
  expect(keyOf('Coupon Issued', AT, { coupon_id: '1' })).toBe(
    keyOf('Coupon Issued', 'another time', { coupon_id: '1' }),
  );
  expect(keyOf('Coupon Issued', AT, { coupon_id: '1' })).not.toBe(
    keyOf('Coupon Redeemed', AT, { coupon_id: '1' }),
  );
  expect(keyOf('Order Completed', AT, {})).toBe(
    keyOf('Order Completed', '2026-05-06T07:08:09Z', { order_id: '1' }),
  );
  expect(keyOf('Order Completed', AT, {})).not.toBe(keyOf('Order Completed', '2026-05-06T07:08:10Z', {}));
});
