import { concerns } from '../../../bin/operations/concerns';
import { encodeMessage } from '../../../functions/connectors/message-encoding';
import { reward } from '../../functions/delivery/support/inbound';

const stamps = { receivedAt: '2026-01-01T00:00:00.000Z', requestId: 'r-1' };
const air = (walletId: string | null, event: unknown) =>
  encodeMessage({ kind: 'air', walletId, accountId: null, eventId: 'e', eventName: 'X', event, ...stamps });
const rewardOf = (identityValue: string) => encodeMessage(reward({ identityValue }));
const PERSON = { walletId: '9001', identityValues: new Set(['c-1']) };
/** As AIR's text came: an event with more levels than any call stack has room for. */
const deep = (walletId: string | null, within: string) => {
  const event = `${'{"a":'.repeat(5000)}${within}${'}'.repeat(5000)}`;
  const { event: _, ...head } = { ...JSON.parse(air(walletId, {})), event: null };
  return `${JSON.stringify(head).slice(0, -1)},"event":${event}}`;
};

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
  ['a reward of the consumer', rewardOf('c-1'), 'about it'],
  ['a reward of another consumer', rewardOf('c-2'), 'no'],
  ['a body that cannot be read and names it', '{"walletId":"9001"', 'about it'],
  ['a body that cannot be read and names its identity', '{"identityValue":"c-1"', 'about it'],
  ['a body that cannot be read and names nobody', 'nonsense', 'unreadable'],
  ['an event that cannot be inflated', `${air('9002', {}).slice(0, -12)},"gzip":"nonsense"}`, 'unreadable'],
  ['an event of nobody that has its id as a number', air(null, { a: { walletId: 9001 } }), 'about it'],
  ['an event of nobody with a price like its id', air(null, { a: { price: 9001 } }), 'no'],
  ['an event of nobody that names its identity', air(null, { identities: [{ value: 'c-1' }] }), 'about it'],
  ['a deep event of nobody that names it', deep(null, '"9001"'), 'about it'],
  ['a deep event of another wallet that names it', deep('9002', '"9001"'), 'names it'],
  ['a deep event of another wallet', deep('9002', '1'), 'no'],
])('%s concerns the person: %s', (_, body, expected) => {
  expect(concerns(body, PERSON)).toBe(expected);
});
