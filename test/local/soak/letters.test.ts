import { encodeMessage } from '../../../functions/connectors/message-encoding';
import type { Member } from '../../../local/soak/history/member';
import { lettersOf, referenceIn, waitingOf } from '../../../local/soak/letters';

const stamps = { receivedAt: '2026-05-06T07:08:09.010Z', requestId: 'r' };
const trigger = { request: { body: JSON.stringify({ walletTransaction: { reference: 'ee-1' } }) } };
const air = (walletId: string | null, event: unknown = {}) =>
  encodeMessage({ kind: 'air', walletId, accountId: null, eventId: 'e1', eventName: 'X', event, ...stamps });

const standing = (body: string, attributes: Record<string, string> = { reason: 'platform-refused' }) => ({
  messageId: 'm',
  body,
  attributes,
  groupId: 'g',
  sentAt: 0,
  receiveCount: 1,
});
const letters = (...bodies: string[]) =>
  lettersOf({ deadLetters: async () => bodies.map((body) => standing(body)) }, 'braze-news');

test('an event is known by its id, and a reward’s event by its reference too', async () => {
  expect(await letters(air('w1'), air('w1', trigger))).toEqual([
    { reason: 'platform-refused', walletId: 'w1', eventIds: ['e1'], reward: null },
    { reason: 'platform-refused', walletId: 'w1', eventIds: ['e1', 'ee-1'], reward: null },
  ]);
});

test('a due subscription is known by its end, a reward by whose it is', async () => {
  const expiry = encodeMessage({
    kind: 'expiry',
    walletId: 'w1',
    subscriptionId: 's1',
    expiresAt: '2026-06-01T00:00:00.000Z',
    ...stamps,
  });
  const reward = encodeMessage({
    kind: 'reward',
    key: 'a'.repeat(64),
    reference: 'ee-1',
    identityValue: 'SOAK-000001',
    action: 'A',
    source: null,
    keepDays: 400,
    ...stamps,
  });
  expect((await letters(expiry, reward)).map(({ eventIds, reward: of }) => [eventIds, of])).toEqual([
    [['expiry:s1:2026-06-01T00:00:00.000Z'], null],
    [[], { identityValue: 'SOAK-000001', action: 'A', reason: 'platform-refused' }],
  ]);
});

test('what SQS itself moved has the reason unsettled', async () => {
  const [letter] = await lettersOf({ deadLetters: async () => [standing(air('w1'), {})] }, 'braze-news');
  expect(letter?.reason).toBe('unsettled');
});

test('a member waits for their own letters, and for those of nobody', async () => {
  const waiting = waitingOf(await letters(air('w1'), air(null, trigger)));
  const of = (walletId: string) => [...waiting({ walletId } as Member)].sort();
  expect(of('w1')).toEqual(['e1', 'ee-1']);
  expect(of('w2')).toEqual(['e1', 'ee-1']);
  expect([...waitingOf(await letters(air('w1')))({ walletId: 'w2' } as Member)]).toEqual([]);
});

test.each([
  [undefined],
  [null],
  [{}],
  [{ request: { body: null } }],
  [{ request: { body: '{' } }],
  [{ request: { body: '{}' } }],
])('there is no reference in %j', (event) => expect(referenceIn(event)).toBeNull());
