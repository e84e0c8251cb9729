import fc from 'fast-check';
import { sameSecret } from '../../../functions/platforms/same-secret';

const OLD = 'o'.repeat(40);
const NEW = 'n'.repeat(40);

test('the secret itself matches, and both while a key is rotated', () => {
  expect(sameSecret(OLD, [OLD])).toBe(true);
  expect(sameSecret(OLD, [NEW, OLD])).toBe(true);
  expect(sameSecret(NEW, [NEW, OLD])).toBe(true);
});

test.each([
  ['another value', 'x'.repeat(40)],
  ['a part of it', OLD.slice(0, 39)],
  ['more than it', `${OLD}o`],
  ['another case', OLD.toUpperCase()],
  ['an empty value', ''],
  ['no value', undefined],
  ['null', null],
])('%s does not match', (_, value) => {
  expect(sameSecret(value, [OLD, NEW])).toBe(false);
});

test('a secret that was never filled in equals no header, not even an empty one', () => {
  expect(sameSecret('', [''])).toBe(false);
  expect(sameSecret(undefined, [''])).toBe(false);
  expect(sameSecret('x', [])).toBe(false);
});

test('matches exactly where the texts are equal', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.array(fc.string(), { maxLength: 2 }), (value, secrets) => {
      expect(sameSecret(value, secrets)).toBe(secrets.includes(value));
    }),
  );
});
