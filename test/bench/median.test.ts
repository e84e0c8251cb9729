import fc from 'fast-check';
import { median, quantile } from '../../bench/measure/median';

test('the median is the middle one, or the mean of the two in the middle', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(median([])).toBeNaN();
});

test('a quantile lies among the values, whatever their order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1 }),
      fc.double({ noNaN: true, min: 0, max: 1 }),
      (values, share) => {
        const found = quantile(values, share);
        expect(found).toBeGreaterThanOrEqual(Math.min(...values) - 1e-6);
        expect(found).toBeLessThanOrEqual(Math.max(...values) + 1e-6);
        expect(quantile([...values].reverse(), share)).toBe(found);
      },
    ),
  );
});

test('the 99th percentile of a hundred and one values is the second largest', () => {
  expect(
    quantile(
      Array.from({ length: 101 }, (_, index) => index),
      0.99,
    ),
  ).toBe(99);
});
