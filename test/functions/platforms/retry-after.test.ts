import fc from 'fast-check';
import { retryAfterMs } from '../../../functions/platforms/retry-after';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const HOUR = 3_600_000;

describe('Retry-After', () => {
  test.each([
    ['seconds', '120', 120_000],
    ['fractions of a second', '1.5', 1_500],
    ['nothing to wait for', '0', 0],
    ['blanks around it', ' 7 ', 7_000],
    ['an HTTP date', 'Sun, 01 Mar 2026 12:00:30 GMT', 30_000],
    ['an HTTP date of the obsolete RFC 850 form', 'Sunday, 01-Mar-26 12:01:00 GMT', 60_000],
    ['an HTTP date as asctime writes it', 'Sun Mar  1 12:02:00 2026', 120_000],
    ['a date that has passed', 'Sun, 01 Mar 2026 11:00:00 GMT', 0],
    ['a date far away, at most an hour', 'Mon, 02 Mar 2026 12:00:00 GMT', HOUR],
    ['many seconds, at most an hour', '999999', HOUR],
  ])('reads %s', (_, value, expected) => {
    expect(retryAfterMs({ 'retry-after': value }, NOW)).toBe(expected);
  });

  test.each(['', 'soon', '-5', '5 apples', 'NaN', 'Infinity', '1e9', '2026-03-01', 'Mar 1', '5, 5', '0x10'])(
    'ignores %p',
    (value) => {
      expect(retryAfterMs({ 'retry-after': value }, NOW)).toBeNull();
    },
  );
});

describe('rate limit headers', () => {
  test.each([
    ['x-ratelimit-retry-after', '4', 4_000],
    ['x-ratelimit-reset', String(NOW / 1000 + 9), 9_000],
    ['x-ratelimit-reset', String(NOW + 9_000), 9_000],
    ['x-ratelimit-reset', '9', 9_000],
    ['x-ratelimit-reset', String(NOW / 1000 - 9), 0],
  ])('reads %s: %s', (name, value, expected) => {
    expect(retryAfterMs({ [name]: value }, NOW)).toBe(expected);
  });

  test('Retry-After goes before them, and garbage in it does not hide them', () => {
    const limits = { 'x-ratelimit-retry-after': '4', 'x-ratelimit-reset': '9' };
    expect(retryAfterMs({ ...limits, 'retry-after': '1' }, NOW)).toBe(1_000);
    expect(retryAfterMs({ ...limits, 'retry-after': 'later' }, NOW)).toBe(4_000);
  });

  test('the end of a window that is not used up is nothing to wait for', () => {
    const reset = { 'x-ratelimit-reset': String(NOW / 1000 + 900) };
    expect(retryAfterMs({ ...reset, 'x-ratelimit-remaining': '12' }, NOW)).toBeNull();
    expect(retryAfterMs({ ...reset, 'x-ratelimit-remaining': '0' }, NOW)).toBe(900_000);
    expect(retryAfterMs({ 'retry-after': '5', 'x-ratelimit-remaining': '12' }, NOW)).toBe(5_000);
  });

  test('says nothing without headers', () => {
    expect(retryAfterMs({}, NOW)).toBeNull();
  });
});

test('whatever the headers hold, it is null or a whole number of ms between 0 and an hour', () => {
  const value = fc.oneof(
    fc.string(),
    fc.integer().map(String),
    fc.double().map(String),
    fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
  );
  const name = fc.constantFrom('retry-after', 'x-ratelimit-retry-after', 'x-ratelimit-reset');
  fc.assert(
    fc.property(fc.dictionary(name, value), fc.nat(4e12), (headers, now) => {
      const ms = retryAfterMs(headers, now);
      expect(ms === null || (Number.isInteger(ms) && ms >= 0 && ms <= HOUR)).toBe(true);
    }),
  );
});

test('any date within the hour is waited for to the second', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 3_600 }),
      fc.integer({ min: 1_000_000, max: 4_000_000_000 }),
      (wait, start) => {
        const date = new Date((start + wait) * 1000).toUTCString();
        expect(retryAfterMs({ 'retry-after': date }, start * 1000)).toBe(wait * 1000);
      },
    ),
  );
});
