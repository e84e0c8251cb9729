import fc from 'fast-check';
import { readEntryBody } from '../../../functions/platforms/entry-body';

const LIMITS = { limits: { perActionPerHour: 1, perConsumerPerDay: 1 }, onUnknownOutcome: 'park' } as const;
const read = (json: unknown, actions: Record<string, string> = {}) =>
  readEntryBody(json, { ...LIMITS, actions }, { identity: 'the card number' });

test('what is missing is told with where it comes from', () => {
  expect(read({ action_reference: 'A' }).errors).toEqual([
    { field: 'identity_value', message: 'is missing or blank, expected the card number' },
  ]);
});

test('an action in the body goes before the one of the settings', () => {
  const entry = { identity_value: 'C', source: 'S' };
  expect(read(entry, { S: 'FROM_SETTINGS, SECOND' }).rewards.map(({ action }) => action)).toEqual([
    'FROM_SETTINGS',
    'SECOND',
  ]);
  expect(read({ ...entry, action_reference: 'OWN' }, { S: 'FROM_SETTINGS' }).rewards).toMatchObject([
    { action: 'OWN' },
  ]);
});

test('a bad action is told, not replaced by the one of the settings', () => {
  const { rewards, errors } = read(
    { identity_value: 'C', source: 'S', action_reference: '{{ action }}' },
    { S: 'FROM_SETTINGS' },
  );
  expect(rewards).toEqual([]);
  expect(errors.map(({ field }) => field)).toEqual(['action_reference']);
});

test('numbers are text, as AIR wants them', () => {
  expect(read({ identity_value: 4711, id: 12, action_reference: 7 }).rewards).toMatchObject([
    { identityValue: '4711', platformId: '12', action: '7' },
  ]);
});

test('any JSON gives rewards or says what is wrong, and never both', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.jsonValue(),
        fc.record({
          identity_value: fc.oneof(fc.string(), fc.jsonValue()),
          action_reference: fc.oneof(fc.string(), fc.jsonValue()),
          id: fc.oneof(fc.string(), fc.jsonValue()),
          source: fc.oneof(fc.string(), fc.jsonValue()),
        }),
      ),
      (json) => {
        const { rewards, errors } = read(json);
        expect(rewards.length > 0).toBe(errors.length === 0);
        for (const { identityValue, action } of rewards) {
          expect(identityValue.trim()).not.toBe('');
          expect(action.trim()).not.toBe('');
        }
      },
    ),
  );
});

describe('an id whose end rendered to nothing would make one reward of all', () => {
  const errorsOf = (id: string) => read({ identity_value: 'C', action_reference: 'A', id }).errors;

  test.each([
    ['late-delivery-', '-'],
    ['late_delivery_', '_'],
    ['65f0a1c2d3:', ':'],
    ['birthday-2026- ', '-'],
    ['late-delivery-None', '-None'],
    ['late-delivery-undefined', '-undefined'],
  ])('%s', (id, end) => {
    expect(errorsOf(id)).toEqual([
      { field: 'id', message: `expected an id; it ends in "${end}": did a tag render to nothing?` },
    ]);
  });

  // https://github.com/ai/nanoid: its alphabet has both.
  test.each(['late-delivery-7', 'V1StGXR8_Z5jdHi6B-my_', 'late-delivery-V1StGXR8Z5jdHi6BmyT-', 'welcome'])(
    'but %s is an id',
    (id) => {
      expect(errorsOf(id)).toEqual([]);
    },
  );
});

test.each(['CUST\n4712', 'CUST\u00004712', 'CUST\u007f', 'CUST\u0085 1', 'CUST\ud83d', 'CUST\udc4b4'])(
  'an identity with a control character or half a character is refused: %j',
  (text) => {
    const { errors } = read({ identity_value: text, action_reference: 'A', id: 'a\u0007b' });
    const message = 'expected no control characters';
    expect(errors).toEqual([
      { field: 'identity_value', message },
      { field: 'id', message },
    ]);
  },
);

test('blanks around an identity, and characters of two halves, do no harm', () => {
  expect(read({ identity_value: '\tÇ👋\n', action_reference: 'A,\nB' }).rewards).toMatchObject([
    { identityValue: 'Ç👋', action: 'A' },
    { action: 'B' },
  ]);
});
