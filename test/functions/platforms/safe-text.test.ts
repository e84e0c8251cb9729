import fc from 'fast-check';
import { safeText } from '../../../functions/platforms/safe-text';

test('a plain sentence stays as it is', () => {
  expect(safeText('Max Input Length Exceeded', [])).toBe('Max Input Length Exceeded');
});

test.each([
  ['an e-mail', 'user jane@shop.example is unknown', 'user … is unknown'],
  ['numbers', 'profile 448812 has 3 errors', 'profile … has … errors'],
  ['what is quoted', `value 'Jane' of "name" is \`bad\``, 'value … of … is …'],
  ['a quotation without its end', `value "Jane Doe is bad`, 'value …'],
  [
    'ids and tokens',
    'Invalid API key: 6e1f-aa-Zx Bearer abcdefghijklmnopqrstuvwxyzabc',
    'Invalid API key: … Bearer …',
  ],
  ['paths and addresses', 'see https://rest.example/x or jane.doe', 'see … or …'],
])('leaves out %s', (_, message, expected) => {
  expect(safeText(message, [])).toBe(expected);
});

test('leaves out every word of what was sent, however the platform writes it', () => {
  const sent = [{ external_id: 'ada', first_name: 'Ada', note: ['Lovelace of London'] }];
  expect(safeText('cannot merge ADA with lovelace, London', sent)).toBe('cannot merge … with …');
});

test('tells the names of the platform’s own fields, even quoted', () => {
  const message = "The property '#/price' did not match: 'external_id' or 'secret_word' is required";
  expect(safeText(message, [], ['external_id', 'price'])).toBe(
    'The property price did not match: external_id or … is required',
  );
});

test('never more than 200 characters', () => {
  const text = safeText('word '.repeat(100), []);
  expect(text).toHaveLength(200);
  expect(text.endsWith('…')).toBe(true);
});

test('no value that was sent, no digit and no e-mail is ever left in it', () => {
  const secret = fc.stringMatching(/^[a-zA-Z]{3,12}$/);
  const around = fc.constantFrom('', ' ', ',', ':', '-', '.', "'", '"', '/', '(', '=');
  fc.assert(
    fc.property(secret, around, around, fc.string(), fc.string(), (value, left, right, before, after) => {
      const text = safeText(`${before}${left}${value}${right}${after} is unknown`, [{ id: value }]);
      const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
      expect(words).not.toContain(value.toLowerCase());
      expect(text).not.toMatch(/\d|@/);
      expect(text.length).toBeLessThanOrEqual(200);
    }),
    { numRuns: 500 },
  );
});
