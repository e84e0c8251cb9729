import fc from 'fast-check';
import { airShape, judgeSecret, type SecretShape } from '../../../../bin/operations/checks/secret-value';
import { PLATFORMS } from '../../../../functions/platforms/registry';

const A = 'a'.repeat(32);
const B = 'b'.repeat(40);
const keys: SecretShape = { externalKeys: 'needed', credentials: null };
const braze: SecretShape = {
  externalKeys: 'optional',
  credentials: PLATFORMS.braze!.outbound!.credentials,
};
const problems = (value: unknown, shape = keys) =>
  judgeSecret(typeof value === 'string' ? value : JSON.stringify(value), shape).problems;

test.each([
  ['one key', { externalKeys: [A] }],
  ['two while one is rotated', { externalKeys: [A, B] }],
])('%s is filled in', (_, value) => {
  expect(problems(value)).toEqual([]);
});

test.each([
  ['no value', null, 'has no value'],
  ['no JSON', '{"externalKeys":', 'is no JSON'],
  ['a key alone', JSON.stringify(A), 'is no JSON object'],
  ['a list', '[]', 'is no JSON object'],
  ['nothing in it', '{}', 'externalKeys: is missing'],
  ['no key', '{"externalKeys":[]}', 'externalKeys: expected a list of one or two keys'],
  [
    'a key that is no list',
    JSON.stringify({ externalKeys: A }),
    'externalKeys: expected a list of one or two keys',
  ],
  [
    'three keys',
    JSON.stringify({ externalKeys: [A, B, 'c'.repeat(32)] }),
    'externalKeys: expected a list of one or two keys',
  ],
  [
    'the same twice',
    JSON.stringify({ externalKeys: [A, A] }),
    'externalKeys: expected two that differ, or one',
  ],
  ['a short one', '{"externalKeys":["short"]}', 'externalKeys.0: expected at least 32 characters'],
  ['a number', '{"externalKeys":[1]}', 'externalKeys.0: expected a text'],
  [
    "a shell's line break at its end",
    JSON.stringify({ externalKeys: [A, `${B}\n`] }),
    'externalKeys.1: expected letters, digits and signs without white space',
  ],
])('%s is not', (_, text, problem) => {
  expect(judgeSecret(text, keys).problems).toEqual([problem]);
});

test("AIR's needs both of its fields, filled in", () => {
  expect(problems({ clientId: 'c', clientSecret: 's' }, airShape)).toEqual([]);
  expect(problems({ clientId: 'c', secret: 's' }, airShape)).toEqual(['clientSecret: is missing']);
  expect(problems({ clientId: '', clientSecret: 5 }, airShape)).toEqual([
    'clientId: expected a text without white space',
    'clientSecret: expected string',
  ]);
});

test("a platform's credentials are those of its own schema", () => {
  expect(judgeSecret(JSON.stringify({ restKey: 'r3st' }), braze)).toEqual({
    problems: [],
    unread: [],
    externalKeys: [],
    credentials: { restKey: 'r3st' },
  });
  expect(problems({ externalKeys: ['short'], restkey: 'r3st' }, braze)).toEqual([
    'externalKeys.0: expected at least 32 characters',
    'restKey: is missing',
  ]);
});

test('fields that nothing reads are named: an optional one that is misspelt would be missed by nobody', () => {
  const shape: SecretShape = {
    externalKeys: 'needed',
    credentials: PLATFORMS.segment!.outbound!.credentials,
  };
  const value = { externalKeys: [A], writeKey: 'w', publicApitoken: 't' };
  expect(judgeSecret(JSON.stringify(value), shape)).toMatchObject({
    problems: [],
    unread: ['publicApitoken'],
  });
});

test.each(Object.values(PLATFORMS).filter(({ outbound }) => outbound))(
  '$name: no problem ever quotes a value',
  ({ outbound }) => {
    const shape: SecretShape = { externalKeys: 'needed', credentials: outbound!.credentials };
    const fields = ['externalKeys', 'restKey', 'writeKey', 'apiKey', 'apiSecret', 'apiKeyId', 'privateKey'];
    const secret = fc.constantFrom(
      's3cr3t word',
      's3cr3t',
      ['s3cr3t'],
      ['s3cr3t\n', 5],
      { s3cr3t: 's3cr3t' },
      53,
    );
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...fields, 'signingSecrets', 'authorization'), secret),
        (value) => {
          expect(problems(value, shape).join(' ')).not.toContain('s3cr3t');
        },
      ),
    );
  },
);
