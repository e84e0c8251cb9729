import { csvLine } from '../../../bin/commands/rewards';

test.each([
  ['plain', 'plain'],
  [null, ''],
  [3, '3'],
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ['=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"'],
  ['+44 20', "'+44 20"],
  ['-5', '-5'],
  ['two\nlines', 'two\\u000alines'],
  ['one\rtwo', 'one\\u000dtwo'],
  ['\u001b[2Jgone', '\\u001b[2Jgone'],
  ['\u009b2J', '\\u009b2J'],
  ['a\u202eb', 'a\\u202eb'],
])('%p stands in CSV as %s', (value, cell) => {
  expect(csvLine(['a', value, 1])).toBe(`a,${cell},1`);
});
