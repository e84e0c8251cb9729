import { type Fact, factsOf, Seen } from '../../../functions/connectors/directory-facts';

const identity = (walletId: string, minute = 0, value = 'c-1'): Fact => ({
  walletId,
  names: { value: 'identity:CUSTOMER_ID', asOf: 'asOf:CUSTOMER_ID' },
  value,
  asOf: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString(),
});

test('a lesson is a fact per identity of a type in use, and one per account', () => {
  const asOf = '2026-01-01T00:00:00.000Z';
  const identities = { CUSTOMER_ID: 'c-1', EMAIL: 'jo@shop.example' };
  const facts = factsOf(
    { walletId: 'w-1', identities, accountIds: ['a-1', 'a-2'], asOf, left: false },
    new Set(['CUSTOMER_ID']),
  );
  expect(facts.map(({ accountId, value }) => [accountId, value])).toEqual([
    [undefined, 'c-1'],
    ['a-1', 'w-1'],
    ['a-2', 'w-1'],
  ]);
});

test('what was seen is known: the same and hardly older, or something newer', () => {
  const seen = new Seen();
  seen.add(identity('w-1', 100));
  expect(seen.knows(identity('w-1', 100))).toBe(true);
  expect(seen.knows(identity('w-1', 159))).toBe(true);
  expect(seen.knows(identity('w-1', 160))).toBe(false);
  expect(seen.knows(identity('w-1', 99, 'c-2'))).toBe(true);
  expect(seen.knows(identity('w-1', 101, 'c-2'))).toBe(false);
  expect(seen.knows(identity('w-2', 100))).toBe(false);
});

test('an account that keeps its wallet is never news, however much later', () => {
  const seen = new Seen();
  const account = (minute: number): Fact => ({ ...identity('w-1', minute, 'w-1'), accountId: 'a-1' });
  seen.add(account(0));
  expect(seen.knows(account(1_000_000))).toBe(true);
});

test('of ten thousand others the oldest is forgotten, and what was seen again stays', () => {
  const seen = new Seen();
  for (const walletId of ['first', 'second']) seen.add(identity(walletId));
  seen.add(identity('first'));
  for (let index = 0; index < 9_999; index++) seen.add(identity(`w-${index}`));
  expect(seen.knows(identity('second'))).toBe(false);
  expect(seen.knows(identity('first'))).toBe(true);
  expect(seen.knows(identity('w-9998'))).toBe(true);
});
