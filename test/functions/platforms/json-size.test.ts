import fc from 'fast-check';
import { besideBlanks, jsonBytes } from '../../../functions/platforms/json-size';
import { dumpedBytes } from './contract/shapes';

test.each([
  ['plain', '{"name":"Lemonade"}', 19],
  ['Cyrillic', '"Лимон"', 2 + 5 * 6],
  ['emoji, two units each', '"🍋"', 2 + 12],
  ['a control character, which is escaped already', JSON.stringify('\n\u0001'), 2 + 2 + 6],
])('%s', (_what, json, bytes) => {
  expect(jsonBytes(json)).toBe(bytes);
});

test('is never less than the UTF-8, and never less than json.dumps writes but for its blanks', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const json = JSON.stringify(text);
      expect(jsonBytes(json)).toBeGreaterThanOrEqual(Buffer.byteLength(json));
      expect(jsonBytes(json)).toBe(dumpedBytes(text));
    }),
  );
});

test('the blanks fit beside a list of small objects', () => {
  const lines = Array.from({ length: 300 }, () => ({ product_id: '1', name: 'Tea', quantity: 1, price: 2 }));
  expect(besideBlanks(dumpedBytes(lines))).toBeLessThan(jsonBytes(JSON.stringify(lines)));
});
