import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { readWebhook } from '../../../../functions/platforms/braze/inbound';
import { braze } from '../../../../functions/platforms/braze/platform';

const sample = (name: string) =>
  JSON.parse(readFileSync(`samples/platforms/braze/inbound/${name}.json`, 'utf8'));
const LIMITS = { limits: { perActionPerHour: 1, perConsumerPerDay: 1 }, onUnknownOutcome: 'park' } as const;
const read = (json: unknown, actions?: Record<string, string>) =>
  readWebhook(json, { ...LIMITS, ...(actions && { actions }) });
const campaign = (change: Record<string, unknown> = {}) => ({ ...sample('campaign-webhook'), ...change });

test('a campaign’s webhook is one reward, known by its dispatch id', () => {
  expect(read(campaign())).toEqual({
    rewards: [
      {
        identityValue: 'CU-4471-8820',
        action: 'WELCOME_500',
        platformId: '5e0f7a61c9d84b2f8a3d6610be94c7d2',
        reference: null,
        source: 'campaign Welcome to the programme',
      },
    ],
    errors: [],
  });
});

test('a Canvas step’s webhook is known by its dispatch id and step: one consumer may pass several steps', () => {
  expect(read(sample('canvas-step-webhook'))).toMatchObject({
    rewards: [
      {
        action: 'SORRY_FOR_THE_WAIT',
        platformId: 'b81d4c07e3fa4d6c9f52a8e6470d1b39/d2a64f80-1b7c-4e93-9c05-8f7ab6e3d421',
        source: 'Canvas Late deliveries',
      },
    ],
    errors: [],
  });
});

test('several actions are several rewards, each once', () => {
  const { rewards } = read(campaign({ action_reference: ' A, B,,A ,' }));
  expect(rewards.map(({ action }) => action)).toEqual(['A', 'B']);
});

test('a user id that Braze renders as a number is text to AIR', () => {
  expect(read(campaign({ user_id: 20417 })).rewards[0]?.identityValue).toBe('20417');
});

test('the user id may stand under external_id, as Braze’s API calls it', () => {
  const { user_id, ...rest } = campaign();
  expect(read({ ...rest, external_id: user_id })).toEqual(read(campaign()));
  expect(read({ ...rest, external_id: ' ' }).errors).toMatchObject([{ field: 'external_id' }]);
  expect(read(rest).errors).toMatchObject([{ field: 'user_id' }]);
});

test('user_id goes first: external_id beside it is not looked at, not even where user_id is blank', () => {
  expect(read(campaign({ external_id: 'OTHER' }))).toEqual(read(campaign()));
  expect(read(campaign({ user_id: '', external_id: 'OTHER' })).errors).toMatchObject([{ field: 'user_id' }]);
});

test('only ids: the source is told by them', () => {
  expect(read(campaign({ campaign_name: '' })).rewards[0]?.source).toBe(
    'campaign 0c7d5a3e-92b1-4f6a-8e55-3b1f0c2d7a94',
  );
  expect(read(campaign({ campaign_name: '', campaign_id: null })).rewards[0]?.source).toBeNull();
});

describe('the action from the settings', () => {
  const without = campaign({ action_reference: '' });
  const canvas = { ...sample('canvas-step-webhook'), action_reference: undefined };

  test.each([
    ['campaign id', without, '0c7d5a3e-92b1-4f6a-8e55-3b1f0c2d7a94'],
    ['campaign name', without, 'Welcome to the programme'],
    ['Canvas id', canvas, '7f3e9b12-4d60-4c8b-a1f7-6e2d90c45b18'],
    ['Canvas name', canvas, 'Late deliveries'],
    ['Canvas step id', canvas, 'd2a64f80-1b7c-4e93-9c05-8f7ab6e3d421'],
  ])('by %s', (_, json, key) => {
    expect(read(json, { [key]: 'MAPPED', other: 'X' })).toMatchObject({
      rewards: [{ action: 'MAPPED' }],
      errors: [],
    });
  });

  test('the body’s own action goes first', () => {
    expect(read(campaign(), { 'Welcome to the programme': 'MAPPED' }).rewards[0]?.action).toBe('WELCOME_500');
  });

  test('a name from the object prototype is no mapping', () => {
    expect(read(campaign({ action_reference: '', campaign_name: 'constructor' }), {})).toMatchObject({
      rewards: [],
    });
  });
});

describe('Liquid that rendered to nothing is refused by the field’s name', () => {
  test.each(['user_id', 'dispatch_id', 'action_reference'])('%s', (field) => {
    for (const blank of ['', '  ', null, undefined, 'null']) {
      const { rewards, errors } = read(campaign({ [field]: blank }));
      expect(rewards).toEqual([]);
      expect(errors).toEqual([{ field, message: expect.stringContaining('is missing or blank') }]);
    }
  });

  test('a comma alone is no action', () => {
    expect(read(campaign({ action_reference: ' , ' })).errors).toEqual([
      expect.objectContaining({ field: 'action_reference' }),
    ]);
  });
});

test('Liquid that was not rendered is refused by the field’s name', () => {
  const message = 'expected a value, this is a template tag that was not rendered';
  const fields = ['user_id', 'dispatch_id', 'campaign_id', 'campaign_name'];
  expect(read(sample('campaign-webhook.template'))).toEqual({
    rewards: [],
    errors: fields.map((field) => ({ field, message })),
  });
  expect(read(campaign({ action_reference: '{% if vip %}A{% endif %}' })).errors).toEqual([
    { field: 'action_reference', message },
  ]);
});

test.each([
  ['a list', []],
  ['a text', 'x'],
  ['null', null],
  ['a number', 3],
])('%s is no webhook body', (_, json) => {
  expect(read(json)).toEqual({ rewards: [], errors: [{ field: 'body', message: 'expected a JSON object' }] });
});

test('all mistakes of a body are told at once', () => {
  expect(read({}).errors.map(({ field }) => field)).toEqual(['user_id', 'dispatch_id', 'action_reference']);
});

test('the templates in the docs render to what is read here, quotes and all', () => {
  const docs = readFileSync('docs/platforms/braze.md', 'utf8');
  for (const name of ['campaign-webhook', 'canvas-step-webhook']) {
    const template = readFileSync(`samples/platforms/braze/inbound/${name}.template.json`, 'utf8');
    expect(docs).toContain(template.trim());
    const escaped = (text: string) => JSON.stringify(text).slice(1, -1);
    const rendered = template.replace(
      /\{\{(\w+\.)?\$\{\w+\}( \| json_escape)?\}\}/g,
      escaped('a "quoted" \\ name'),
    );
    expect(rendered).not.toMatch(/\{\{|\$\{/);
    expect(read(JSON.parse(rendered))).toMatchObject({
      errors: [],
      rewards: [{ identityValue: 'a "quoted" \\ name' }],
    });
  }
});

test('the key is the X-Auth-Token header, and the common answers make Braze stop and repeat as it should', () => {
  expect(braze.inbound?.authenticate).toBeUndefined();
  expect(braze.inbound?.reply).toBeUndefined();
});

test('never throws, never issues beside an error, and no error holds a value', () => {
  const field = fc.constantFrom(
    'user_id',
    'action_reference',
    'dispatch_id',
    'campaign_id',
    'canvas_id',
    'type',
    'body',
  );
  const value = fc.oneof(fc.jsonValue(), fc.constant('SECRET-VALUE'), fc.constant('{{SECRET-VALUE'));
  fc.assert(
    fc.property(fc.oneof(fc.dictionary(field, value), fc.jsonValue()), (json) => {
      const { rewards, errors } = read(json);
      expect(rewards.length > 0).toBe(errors.length === 0);
      expect(JSON.stringify(errors)).not.toContain('SECRET-VALUE');
    }),
    { numRuns: 500 },
  );
});
