import { csvCell } from '../../../bin/commands/rewards';

test.each([
  ['plain', 'plain'],
  [null, ''],
  [3, '3'],
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ['=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"'],
  ['+44 20', "'+44 20"],
  ['-5', '-5'],
])('%p stands in CSV as %s', (value, cell) => {
  expect(csvCell(value)).toBe(cell);
});
