import fc from 'fast-check';
import { minorUnitDigits, toMajor } from '../../../functions/air/money';

it.each([
  [1999, 'GBP', 19.99],
  [29, 'GBP', 0.29],
  [-4800, 'EUR', -48],
  [1999, 'JPY', 1999],
  [1234, 'KWD', 1.234],
  [12345, 'CLF', 1.2345],
  [0, 'USD', 0],
  [1999.1, 'GBP', 19.991],
  [0.3, 'GBP', 0.003],
])('%p minor units of %s are %p', (minor, currency, major) => {
  expect(toMajor(minor, currency)).toBe(major);
});

it('leaves an unknown amount unknown', () => {
  expect(toMajor(undefined, 'GBP')).toBeUndefined();
});

it('takes two digits where ISO 4217 has no other', () => {
  expect(minorUnitDigits('XYZ')).toBe(2);
});

it('never leaves floating-point dust', () => {
  fc.assert(
    fc.property(fc.integer(), fc.constantFrom('GBP', 'JPY', 'KWD', 'UYW'), (minor, currency) => {
      const digits = minorUnitDigits(currency);
      const written = `${minor < 0 ? '-' : ''}${String(Math.abs(minor)).padStart(digits + 1, '0')}`;
      const at = written.length - digits;
      expect(toMajor(minor, currency) + 0).toBe(Number(`${written.slice(0, at)}.${written.slice(at)}`) + 0);
    }),
  );
});
