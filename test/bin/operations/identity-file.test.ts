import fc from 'fast-check';
import { readIdentities } from '../../../bin/operations/identity-file';

const AS_OF = '2000-01-01T00:00:00.000Z';

test('lines of one wallet make one lesson', () => {
  const { lessons, errors } = readIdentities(
    'walletId,type,value,accountId\n9001,CUSTOMER_ID,c-1,77\n9001,CARD,55 66,78\n9002,CUSTOMER_ID,c-2,\n',
    AS_OF,
  );
  expect(errors).toEqual([]);
  expect(lessons).toEqual([
    {
      walletId: '9001',
      identities: { CUSTOMER_ID: 'c-1', CARD: '55 66' },
      accountIds: ['77', '78'],
      asOf: AS_OF,
      left: false,
    },
    { walletId: '9002', identities: { CUSTOMER_ID: 'c-2' }, accountIds: [], asOf: AS_OF, left: false },
  ]);
});

test('columns may stand in any order, with a byte order mark and Windows line ends', () => {
  const { lessons } = readIdentities(
    '\uFEFFtype,walletId,value\r\nEMAIL,9003,"a ""b"", c@example.com"\r\n',
    AS_OF,
  );
  expect(lessons[0]).toMatchObject({ walletId: '9003', identities: { EMAIL: 'a "b", c@example.com' } });
});

test('a missing heading is named', () => {
  expect(readIdentities('walletId;type;value\n', AS_OF).errors).toEqual([
    { line: 1, message: expect.stringContaining('walletId, type, value is missing') },
  ]);
});

test('a line without a value is named and the others are used', () => {
  const { lessons, errors } = readIdentities('walletId,type,value\n9001,CARD,\n9002,CARD,1\n', AS_OF);
  expect(errors).toEqual([{ line: 2, message: 'value: expected a value' }]);
  expect(lessons.map((lesson) => lesson.walletId)).toEqual(['9002']);
});

test('of a file with a quote that never closes nothing is used, and its line is named', () => {
  const { lessons, errors } = readIdentities(
    'walletId,type,value\n9001,CARD,1\n9002,CARD,"2\n9003,CARD,3\n',
    AS_OF,
  );
  expect(errors).toEqual([{ line: 3, message: expect.stringContaining('cannot be read from here on') }]);
  expect(lessons).toEqual([]);
});

test('a quote inside a value, spaces, empty lines and missing or further cells are no trouble', () => {
  const { lessons, errors } = readIdentities(
    'walletId, type ,value\n\n 9001,CARD," 5 "\n   \n9002,CARD,5"6\n9003,CARD\n9004,CARD,7,8,9\n,,\n',
    AS_OF,
  );
  expect(lessons.map(({ identities }) => identities.CARD)).toEqual(['5', '5"6', '7']);
  expect(errors.map(({ line }) => line)).toEqual([6, 8]);
});

test.each([
  ['1.5E+08,CARD,1', 'walletId: "1.5E+08" is a number that a spreadsheet has rounded'],
  ['9002,CARD,6.33E+15', 'value: "6.33E+15" is a number'],
  ['9002,CARD,1,2e11', 'accountId: "2e11" is a number'],
  ['abc,CARD,1', 'walletId: expected digits, not "abc"'],
  ['9002.0,CARD,1', 'walletId: expected digits'],
])('the line %s is refused, and the others are used', (line, message) => {
  const { lessons, errors } = readIdentities(`walletId,type,value,accountId\n9001,CARD,1\n${line}\n`, AS_OF);
  expect(errors).toEqual([{ line: 3, message: expect.stringContaining(message) }]);
  expect(lessons.map((lesson) => lesson.walletId)).toEqual(['9001']);
});

test('two values of one type are told, and the first one is used', () => {
  const { lessons, errors } = readIdentities('walletId,type,value\n1,CARD,a\n1,CARD,b\n', AS_OF);
  expect(lessons[0]?.identities).toEqual({ CARD: 'a' });
  expect(errors).toEqual([{ line: 3, message: expect.stringContaining('two values of CARD') }]);
});

test('whatever a value holds comes back as it was', () => {
  const value = fc
    .string({ minLength: 1 })
    .filter((text) => text.trim() === text && text !== '' && !/[\r\n]/.test(text));
  fc.assert(
    fc.property(value, (text) => {
      const csv = `walletId,type,value\n9001,CARD,"${text.replaceAll('"', '""')}"\n`;
      expect(readIdentities(csv, AS_OF).lessons[0]?.identities.CARD).toBe(text);
    }),
  );
});
