import fc from 'fast-check';
import { expectKey, externalKeys, tokenCheck } from '../../../functions/connectors/external-key';
import { Refusal } from '../../../functions/connectors/refusal';
import type { Secret } from '../../../functions/connectors/secrets';
import { SecretsUnavailable } from '../../../functions/connectors/secrets';

const KEY = 'a-key-that-is-long-enough-to-be-one-1';
const OTHER = 'a-key-that-is-long-enough-to-be-one-2';

/** Values as `get` gives them, and as `refresh` does. */
function setUp(known: Secret, fresh: Secret = known) {
  const calls = { get: 0, refresh: 0 };
  return {
    calls,
    secrets: {
      get: async () => {
        calls.get += 1;
        return known;
      },
      refresh: async () => {
        calls.refresh += 1;
        return fresh;
      },
    },
  };
}
async function reasonFor(...args: Parameters<typeof expectKey>): Promise<string> {
  try {
    await expectKey(...args);
    return 'let in';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    expect(error.kind).toBe('unauthorized');
    expect(error.errors).toEqual([]);
    return error.reason;
  }
}

test('either of two keys opens, without asking Secrets Manager again', async () => {
  const { calls, secrets } = setUp({ externalKeys: [KEY, OTHER] });
  expect(await reasonFor(secrets, 's', tokenCheck(KEY))).toBe('let in');
  expect(await reasonFor(secrets, 's', tokenCheck(OTHER))).toBe('let in');
  expect(calls.refresh).toBe(0);
});

test('a key that was just put into the secret opens after one refresh', async () => {
  const { calls, secrets } = setUp({ externalKeys: [OTHER] }, { externalKeys: [KEY] });
  expect(await reasonFor(secrets, 's', tokenCheck(KEY))).toBe('let in');
  expect(calls.refresh).toBe(1);
});

test('no other text than a key opens: not its beginning, not more than it, not nothing', async () => {
  const { secrets } = setUp({ externalKeys: [KEY, OTHER] });
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string({ maxLength: 60 }),
        fc.nat(KEY.length - 1).map((length) => KEY.slice(0, length)),
        fc.string({ minLength: 1, maxLength: 3 }).map((more) => KEY + more),
        fc.constant(KEY.toUpperCase()),
      ),
      async (token) => {
        expect(await reasonFor(secrets, 's', tokenCheck(token))).toMatch(/^(no|wrong)-key$/);
      },
    ),
  );
});

test('without a key nobody asks Secrets Manager', async () => {
  for (const token of [undefined, '']) {
    const { calls, secrets } = setUp({ externalKeys: [KEY] });
    expect(await reasonFor(secrets, 's', tokenCheck(token))).toBe('no-key');
    expect(calls).toEqual({ get: 0, refresh: 0 });
  }
});

test('an unknown connector asks nobody either, and makes as many comparisons as a wrong key', async () => {
  const { calls, secrets } = setUp({ externalKeys: [KEY] });
  const compared = jest.fn((_: readonly string[]) => true);
  expect(await reasonFor(secrets, null, compared)).toBe('unknown-connector');
  expect(calls).toEqual({ get: 0, refresh: 0 });
  const wrong = jest.fn((_: readonly string[]) => false);
  expect(await reasonFor(secrets, 's', wrong)).toBe('wrong-key');
  expect(compared).toHaveBeenCalledTimes(wrong.mock.calls.length);
});

test.each([
  ['no value', null],
  ['no keys', { apiKey: 'x' }],
  ['an empty list', { externalKeys: [] }],
  ['a text instead of a list', { externalKeys: KEY }],
  ['an empty key', { externalKeys: [''] }],
  ['short keys', { externalKeys: ['short', KEY.slice(0, 31)] }],
  ['keys that are no text', { externalKeys: [null, 42, { key: KEY }] }],
])('a secret with %s is not set up, and nothing opens it', async (_, secret) => {
  const { secrets } = setUp(secret as Secret);
  expect(externalKeys(secret as Secret)).toEqual([]);
  for (const token of ['', 'short', KEY, 'undefined', 'null'])
    expect(await reasonFor(secrets, 's', tokenCheck(token))).toMatch(/^(no-key|secret-not-set-up)$/);
});

test('a short key beside a good one is left out, and the good one opens', async () => {
  const { secrets } = setUp({ externalKeys: ['short', KEY] });
  expect(await reasonFor(secrets, 's', tokenCheck('short'))).toBe('wrong-key');
  expect(await reasonFor(secrets, 's', tokenCheck(KEY))).toBe('let in');
});

test('a check that lets everybody in lets nobody in while the secret is not set up', async () => {
  const { secrets } = setUp(null);
  expect(await reasonFor(secrets, 's', () => true)).toBe('secret-not-set-up');
});

test('a check that throws lets nobody in', async () => {
  const { secrets } = setUp({ externalKeys: [KEY] });
  const check = () => {
    throw new TypeError('odd input');
  };
  expect(await reasonFor(secrets, 's', check)).toBe('wrong-key');
});

test('secrets that cannot be reached are no wrong key', async () => {
  const secrets = { get: () => Promise.reject(new SecretsUnavailable('down')), refresh: async () => null };
  await expect(expectKey(secrets, 's', tokenCheck(KEY))).rejects.toThrow(SecretsUnavailable);
});
