import { readFileSync } from 'node:fs';
import { klaviyo } from '../../../../functions/platforms/klaviyo/platform';

const inbound = klaviyo.inbound!;
const text = (name: string) => readFileSync(`samples/platforms/klaviyo/inbound/${name}.json`, 'utf8');
const LIMITS = { limits: { perActionPerHour: 1, perConsumerPerDay: 1 }, onUnknownOutcome: 'park' } as const;
const request = { headers: {}, raw: new Uint8Array(), text: '' };
const read = (json: unknown, actions?: Record<string, string>) =>
  inbound.read(json, request, { ...LIMITS, ...(actions && { actions }) });
const webhook = (change: Record<string, unknown> = {}) => ({
  ...JSON.parse(text('flow-webhook')),
  ...change,
});

test('a flow’s webhook is one reward, known by the templated id', () => {
  expect(read(webhook())).toEqual({
    rewards: [
      {
        identityValue: 'KC-204',
        action: 'SORRY_FOR_THE_WAIT',
        platformId: 'late-delivery-SHIP-20931',
        reference: null,
        source: 'Late deliveries',
      },
    ],
    errors: [],
  });
});

test('without an id, or with one that rendered blank, the platform’s id is null', () => {
  for (const id of [undefined, '', '  ', null])
    expect(read(webhook({ id })).rewards[0]?.platformId).toBeNull();
});

test('several actions, as a list or with commas, are several rewards, each once', () => {
  for (const action_reference of [' A, B,,A', ['A', 'B, A']])
    expect(read(webhook({ action_reference })).rewards.map(({ action }) => action)).toEqual(['A', 'B']);
});

test('without an action the settings know the source’s', () => {
  const entry = webhook({ action_reference: '' });
  expect(read(entry, { 'Late deliveries': 'FROM_SETTINGS' }).rewards[0]?.action).toBe('FROM_SETTINGS');
  expect(read(entry).errors).toEqual([
    { field: 'action_reference', message: expect.stringContaining('settings.actions') },
  ]);
});

test.each(['flow-webhook', 'birthday-webhook'])(
  'the template %s as it is, not rendered, is refused by its fields',
  (name) => {
    const { rewards, errors } = read(JSON.parse(text(`${name}.template`)));
    expect(rewards).toEqual([]);
    expect(errors.map(({ field }) => field)).toEqual(['identity_value', 'id']);
  },
);

test.each([
  [{ identity_value: '' }, 'identity_value'],
  [{ identity_value: ['KC-204'] }, 'identity_value'],
  [{ id: {} }, 'id'],
  [{ source: 'x'.repeat(300) }, 'source'],
  [{ action_reference: [{}] }, 'action_reference[0]'],
  [{ action_reference: new Array(101).fill('A') }, 'action_reference'],
])('%j: the field is named', (change, field) => {
  expect(read(webhook(change))).toMatchObject({ rewards: [], errors: [{ field }] });
});

test.each([null, [], 'text', 7])('%j is no object', (json) => {
  expect(read(json)).toEqual({ rewards: [], errors: [{ field: 'body', message: 'expected an object' }] });
});

test('an action named like a member of every object is not found in the settings', () => {
  expect(read(webhook({ action_reference: '', source: 'constructor' }), {}).rewards).toEqual([]);
});
