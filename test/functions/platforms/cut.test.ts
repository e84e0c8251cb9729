import fc from 'fast-check';
import { cut } from '../../../functions/platforms/cut';

test('a text within the limit stays as it is', () => {
  expect(cut('Zoë 🎁', 6)).toBe('Zoë 🎁');
});

test('an emoji is never cut in two', () => {
  expect(cut('ab🎁', 3)).toBe('ab');
  expect(cut('ab🎁', 4)).toBe('ab🎁');
});

test('a lone surrogate is replaced, since some JSON parsers refuse the whole body for one', () => {
  expect(cut('a\ud83c', 10)).toBe('a\ufffd');
  expect(cut('\udf81b', 10)).toBe('\ufffdb');
});

test('the result is a beginning of the text, well formed, and no longer than the limit', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 20 }), (text, max) => {
      const kept = cut(text, max);
      expect(kept.length).toBeLessThanOrEqual(max);
      expect(kept.length).toBeGreaterThanOrEqual(Math.min(text.length, max) - 1);
      expect(text.startsWith(kept)).toBe(true);
      expect(Buffer.from(kept).toString()).toBe(kept);
    }),
  );
});
