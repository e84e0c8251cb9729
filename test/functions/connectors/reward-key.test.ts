import fc from 'fast-check';
import { rewardIdentity } from '../../../functions/connectors/reward-key';

const REFERENCE = /^[A-Za-z0-9-]{1,36}$/;
const base = { identityValue: 'c-1', action: 'WELCOME', platformId: 'd-1', reference: null };
const noBody = (): string => {
  throw new Error('the body is not asked for');
};
const keyOf = (reward: Parameters<typeof rewardIdentity>[1], connector = 'k', body = () => 'hash') =>
  rewardIdentity(connector, reward, body);

test('the same request has the same key and reference, every time', () => {
  expect(keyOf({ ...base })).toEqual(keyOf({ ...base }));
});

test.each([
  ['consumer', keyOf({ ...base, identityValue: 'c-2' })],
  ['action', keyOf({ ...base, action: 'BIRTHDAY' })],
  ['request', keyOf({ ...base, platformId: 'd-2' })],
  ['connector', keyOf(base, 'other')],
  ['reference of the caller', keyOf({ ...base, reference: 'r-1' })],
])('another %s is another reward', (_, other) => {
  expect(other.key).not.toBe(keyOf(base).key);
  expect(other.reference).not.toBe(keyOf(base).reference);
});

test("the caller's reference replaces the platform's id, never the action or the consumer", () => {
  const withReference = { ...base, reference: 'order-1' };
  expect(keyOf({ ...withReference, platformId: 'd-2' })).toEqual(keyOf(withReference));
  expect(keyOf({ ...withReference, action: 'BIRTHDAY' }).key).not.toBe(keyOf(withReference).key);
  expect(keyOf({ ...withReference, identityValue: 'c-2' }).key).not.toBe(keyOf(withReference).key);
});

test('without any id the same body is the same reward for a week, and another body another', () => {
  const none = { ...base, platformId: null };
  expect(keyOf(none, 'k', () => 'one')).toEqual(keyOf(none, 'k', () => 'one'));
  expect(keyOf(none, 'k', () => 'one').key).not.toBe(keyOf(none, 'k', () => 'two').key);
  expect(keyOf(none).keepDays).toBe(7);
  expect(rewardIdentity('k', base, noBody).keepDays).toBe(400);
  expect(rewardIdentity('k', { ...none, reference: 'r' }, noBody).keepDays).toBe(400);
});

test('parts cannot be moved from one field into the next, and AIR takes every reference', () => {
  const part = fc.string({ maxLength: 4 });
  fc.assert(
    fc.property(fc.tuple(part, part, part, part), fc.tuple(part, part, part, part), (one, two) => {
      const [a, b] = [one, two].map(([connector, platformId, identityValue, action]) =>
        rewardIdentity(connector, { platformId, identityValue, action, reference: null }, noBody),
      );
      expect(a!.key === b!.key).toBe(JSON.stringify(one) === JSON.stringify(two));
      expect(a!.reference).toMatch(REFERENCE);
      expect(a!.key).toMatch(/^[0-9a-f]{64}$/);
    }),
  );
});
