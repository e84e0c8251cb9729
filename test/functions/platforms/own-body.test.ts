import fc from 'fast-check';
import { readOwnBody } from '../../../functions/platforms/own-body';

const body = (change: Record<string, unknown> = {}) => ({
  type: 'services/trigger',
  body: { identityValue: 'C-77', triggers: [{ reference: 'WELCOME' }], ...change },
});

test('one reward per trigger, with the caller’s reference', () => {
  const json = body({
    walletTransaction: { reference: 'order-9' },
    triggers: [{ reference: 'WELCOME' }, { reference: 'REVIEW' }],
  });
  const of = (action: string) => ({
    identityValue: 'C-77',
    action,
    platformId: null,
    reference: 'order-9',
    source: null,
  });
  expect(readOwnBody(json)).toEqual({ rewards: [of('WELCOME'), of('REVIEW')], errors: [] });
});

test.each([
  ['left out', {}],
  ['null', { walletTransaction: null }],
  ['empty', { walletTransaction: {} }],
  ['without a reference', { walletTransaction: { reference: null } }],
  ['with a blank reference', { walletTransaction: { reference: ' ' } }],
])('walletTransaction may be %s', (_, change) => {
  expect(readOwnBody(body(change))).toMatchObject({
    rewards: [{ action: 'WELCOME', reference: null }],
    errors: [],
  });
});

test('an identity that is a number is text to AIR', () => {
  expect(readOwnBody(body({ identityValue: 1234567 }))?.rewards[0]?.identityValue).toBe('1234567');
});

test('the same action twice counts once', () => {
  expect(readOwnBody(body({ triggers: [{ reference: 'A' }, { reference: ' A ' }] }))?.rewards).toHaveLength(
    1,
  );
});

test.each([
  ['no identity', { identityValue: undefined }, 'body.identityValue'],
  ['a blank identity', { identityValue: '' }, 'body.identityValue'],
  ['an identity that a template made of nothing', { identityValue: 'undefined' }, 'body.identityValue'],
  ['an identity that is a list', { identityValue: ['C-77'] }, 'body.identityValue'],
  ['an identity above what a number can hold', { identityValue: 2 ** 60 }, 'body.identityValue'],
  ['an endless identity', { identityValue: 'x'.repeat(256) }, 'body.identityValue'],
  ['a transaction that is a text', { walletTransaction: 'order-9' }, 'body.walletTransaction'],
  [
    'a reference that is a list',
    { walletTransaction: { reference: [1] } },
    'body.walletTransaction.reference',
  ],
  [
    'a reference whose end rendered to nothing',
    { walletTransaction: { reference: 'late-delivery-' } },
    'body.walletTransaction.reference',
  ],
  ['an identity with a control character', { identityValue: 'A\u0000B' }, 'body.identityValue'],
  ['no triggers', { triggers: undefined }, 'body.triggers'],
  ['an empty list of triggers', { triggers: [] }, 'body.triggers'],
  ['triggers that are no list', { triggers: { reference: 'A' } }, 'body.triggers'],
  ['too many triggers', { triggers: Array(101).fill({ reference: 'A' }) }, 'body.triggers'],
  ['a trigger without a reference', { triggers: [{ reference: 'A' }, {}] }, 'body.triggers[1].reference'],
  ['a trigger that is a text', { triggers: ['A'] }, 'body.triggers[0].reference'],
])('%s is refused by its name, and nothing is issued', (_, change, field) => {
  expect(readOwnBody(body(change))).toMatchObject({ rewards: [], errors: [{ field }] });
});

test('a body that is missing is named', () => {
  expect(readOwnBody({ type: 'services/trigger' })).toMatchObject({ errors: [{ field: 'body' }] });
});

test('all mistakes are told at once', () => {
  expect(readOwnBody(body({ identityValue: '', triggers: [] }))?.errors).toHaveLength(2);
});

test.each([null, 7, 'text', [], {}, { type: 'other' }, { user_id: 'C-77' }])('%j is another body', (json) => {
  expect(readOwnBody(json)).toBeNull();
});

test('never throws, never issues beside an error, and no error holds a value', () => {
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constant('SECRET-VALUE'),
    fc.constant({ reference: 'SECRET-VALUE' }),
  );
  fc.assert(
    fc.property(value, value, value, (identityValue, walletTransaction, triggers) => {
      const reading = readOwnBody(body({ identityValue, walletTransaction, triggers }))!;
      if (reading.errors.length > 0) expect(reading.rewards).toEqual([]);
      else expect(reading.rewards.length).toBeGreaterThan(0);
      expect(JSON.stringify(reading.errors)).not.toContain('SECRET-VALUE');
    }),
  );
});
