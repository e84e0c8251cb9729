import { concerns } from '../../../bin/operations/forget';
import { encodeMessage } from '../../../functions/connectors/message-encoding';

const stamps = { receivedAt: '2026-01-01T00:00:00.000Z', requestId: 'r-1' };
const air = (walletId: string | null, event: unknown) =>
  encodeMessage({ kind: 'air', walletId, accountId: null, eventId: 'e', eventName: 'X', event, ...stamps });
const reward = (identityValue: string) =>
  encodeMessage({
    kind: 'reward',
    key: 'a'.repeat(64),
    reference: 'r',
    identityValue,
    action: 'A',
    source: null,
    keepDays: 7,
    ...stamps,
  });
const VALUES = new Set(['c-1']);

test.each([
  ['an event of the wallet', air('9001', {}), 'about it'],
  ['a large event of the wallet', air('9001', { text: 'x'.repeat(200_000) }), 'about it'],
  ['an event of another wallet', air('9002', {}), 'no'],
  [
    'an event of another wallet that names it',
    air('9002', { enrichmentData: { walletEntity_9001: {} } }),
    'names it',
  ],
  ['an event of nobody that names it', air(null, { a: { walletId: '9001' } }), 'about it'],
  ['an event with a longer id that holds it', air('9002', { walletId: '90011' }), 'no'],
  ['a reward of the consumer', reward('c-1'), 'about it'],
  ['a reward of another consumer', reward('c-2'), 'no'],
  ['a body that cannot be read and names it', '{"walletId":"9001"', 'about it'],
])('%s concerns the wallet: %s', (_, body, expected) => {
  expect(concerns(body, '9001', VALUES)).toBe(expected);
});
