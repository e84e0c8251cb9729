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
