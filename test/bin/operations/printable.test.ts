import { printable, printableJson } from '../../../bin/operations/printable';

const NASTY = 'a\u001b[2J\u009b1m\u202eb\u2028c\n\u00e9';

test('what a terminal would obey is escaped', () => {
  expect(printable(NASTY)).toBe('a\\u001b[2J\\u009b1m\\u202eb\\u2028c\\u000a\u00e9');
});

test.each([undefined, 2])('JSON says the same (indent %p)', (indent) => {
  const json = printableJson({ [NASTY]: NASTY }, indent);
  expect(json.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028]/u);
  expect(JSON.parse(json)).toEqual({ [NASTY]: NASTY });
});
