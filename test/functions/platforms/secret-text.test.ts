import { secretText } from '../../../functions/platforms/secret-text';

const key = secretText('a key of the shop');

test('blanks around a key came with the copying', () => {
  expect(key.parse(' k-1\n')).toBe('k-1');
});

test.each(['', '   ', 'two words', 'schlüssel', 'a\nb', 7, null, undefined])(
  '%j is no key, and its value is not told',
  (value) => {
    const result = key.safeParse(value);
    expect(result.success).toBe(false);
    if (typeof value === 'string')
      expect(result.error?.issues[0]?.message).toBe('expected a key of the shop');
  },
);
