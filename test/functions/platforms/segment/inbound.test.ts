import fc from 'fast-check';
import * as z from 'zod/mini';
import { inboundShape } from '../../../../functions/connectors/settings';
import { inbound } from '../../../../functions/platforms/segment/inbound';
import type { SegmentInbound } from '../../../../functions/platforms/segment/settings';
import { sample } from './examples';

const settingsOf = (more: Record<string, unknown> = {}): SegmentInbound =>
  z.strictObject({ ...inboundShape, ...inbound.settings }).parse({
    actions: { late_delivery: 'LATE-300', birthday_soon: 'BDAY-1, BDAY-2' },
    ...more,
  }) as SegmentInbound;
const read = (json: unknown, more: Record<string, unknown> = {}) =>
  inbound.read(json, { headers: {}, raw: new Uint8Array(), text: '' }, settingsOf(more));
const entered = sample('audience-entered') as Record<string, unknown>;
const nothing = (ignored: string) => ({ rewards: [], errors: [], ignored });

describe("Segment's Eagle Eye destination", () => {
  test('asks for one reward per trigger, without a reference of its own', () => {
    expect(read(sample('eagle-eye-actions')).rewards).toEqual(
      ['WELCOME-500', 'WELCOME-COUPON'].map((action) => ({
        identityValue: 'C-730114',
        action,
        platformId: null,
        reference: null,
        source: null,
      })),
    );
  });

  test('in a batch names the field with its place', () => {
    const wrong = { type: 'services/trigger', body: { identityValue: 'C-1', triggers: [] } };
    const { rewards, errors } = read([sample('eagle-eye-actions'), wrong]);
    expect(rewards).toHaveLength(2);
    expect(errors.map((error) => error.field)).toEqual(['[1].body.triggers']);
  });
});

describe('an Engage audience', () => {
  test('entered, in the track form: one reward, once per audience and day', () => {
    expect(read(entered)).toEqual({
      rewards: [
        {
          identityValue: 'C-730115',
          action: 'LATE-300',
          platformId: 'aud_2fKp9XhQe7:2026-03-02',
          reference: null,
          source: 'late_delivery',
        },
      ],
      errors: [],
    });
  });

  test('entered, in the identify form, may have several actions', () => {
    expect(
      read(sample('audience-identify')).rewards.map(({ action, platformId }) => [action, platformId]),
    ).toEqual([
      ['BDAY-1', 'aud_5tGm3WcRk1:2026-03-02'],
      ['BDAY-2', 'aud_5tGm3WcRk1:2026-03-02'],
    ]);
  });

  test('told once per e-mail of a consumer, with another messageId each, is one entry', () => {
    const twice = [
      entered,
      { ...entered, messageId: 'personas_other', timestamp: '2026-03-02T09:14:09.000Z' },
    ];
    const ids = read(twice).rewards.map((reward) => reward.platformId);
    expect(new Set(ids).size).toBe(1);
  });

  test.each([
    ['entry', 'personas_3qHsVd0bX1mLzYtK8oWnEaRc'],
    ['day', 'aud_2fKp9XhQe7:2026-03-02'],
    ['audience', 'aud_2fKp9XhQe7:entered'],
  ])('with rewardOncePer %s is known by %s', (rewardOncePer, platformId) => {
    expect(read(entered, { rewardOncePer }).rewards[0]?.platformId).toBe(platformId);
  });

  test.each([
    [{ timestamp: undefined }, 'personas_3qHsVd0bX1mLzYtK8oWnEaRc'],
    [{ timestamp: 'yesterday', messageId: undefined }, 'aud_2fKp9XhQe7:entered'],
    [{ timestamp: undefined, originalTimestamp: '2026-03-01T23:59:59-02:00' }, 'aud_2fKp9XhQe7:2026-03-02'],
  ])('that lacks a time or an id (%p) is known by what it has', (more, platformId) => {
    expect(read({ ...entered, ...more }).rewards[0]?.platformId).toBe(platformId);
  });

  test.each([
    ['audience-exited', 'left the audience late_delivery'],
    ['delete', 'an erasure: members are erased in AIR, and with `ee-connect forget`'],
  ])('%s is ignored, with the reason', (name, why) => {
    expect(read(sample(name))).toEqual(nothing(why));
  });

  test('left is ignored in the identify form too, and under any event name', () => {
    const identify = sample('audience-identify') as Record<string, unknown>;
    expect(read({ ...identify, traits: { birthday_soon: false } })).toEqual(
      nothing('left the audience birthday_soon'),
    );
    const left = {
      ...entered,
      event: 'VIP',
      properties: { audience_key: 'late_delivery', late_delivery: false },
    };
    expect(read(left)).toEqual(nothing('left the audience late_delivery'));
  });

  test.each([
    ['a computed trait', { context: { personas: { computation_class: 'trait', computation_key: 'ltv' } } }],
    ['a trait event', { properties: { trait_key: 'ltv', ltv: 3 } }],
  ])('is not %s', (_, more) => {
    expect(read({ ...entered, event: 'Trait Computed', ...more })).toEqual(
      nothing('a computed trait, not an audience'),
    );
  });

  test.each([true, false, 312.5])(
    'is not a computed trait in the identify form, whose value is %j',
    (value) => {
      const personas = { computation_class: 'trait', computation_key: 'late_delivery' };
      const computed = {
        type: 'identify',
        userId: 'C-9',
        traits: { late_delivery: value },
        context: { personas },
      };
      expect(read(computed)).toEqual(nothing('a computed trait, not an audience'));
    },
  );

  test("without Engage's context is known by its key in the settings", () => {
    const plain = { type: 'identify', userId: 'C-9', traits: { late_delivery: true, name: 'x' } };
    expect(read(plain).rewards).toMatchObject([
      { identityValue: 'C-9', action: 'LATE-300', platformId: 'late_delivery:entered' },
    ]);
    expect(read({ ...plain, traits: { name: 'x' } })).toEqual(nothing('no audience in this identify call'));
  });

  test('of the settings may be named by its computation id', () => {
    const actions = { aud_2fKp9XhQe7: 'BY-ID' };
    expect(read(entered, { actions }).rewards[0]?.action).toBe('BY-ID');
  });

  test('without an action names the field and what to add', () => {
    const { rewards, errors } = read(entered, { actions: {} });
    expect(rewards).toEqual([]);
    expect(errors).toEqual([
      {
        field: 'properties.action_reference',
        message:
          'is missing: map action_reference in Segment, or add "late_delivery" or "aud_2fKp9XhQe7" or "Audience Entered" to "actions" in the connector\'s settings',
      },
    ]);
  });
});

describe('a journey', () => {
  const step = sample('journey-step') as Record<string, unknown>;

  test('names its action among the properties, and is known by its step and run', () => {
    expect(read(step).rewards).toEqual([
      {
        identityValue: 'C-730117',
        action: 'SORRY-300',
        platformId: 'outage_apology__send_reward_7c2d:b7ZpKx2sQd',
        reference: null,
        source: 'outage_apology__send_reward_7c2d',
      },
    ]);
  });

  test('may be named in the settings by its id', () => {
    const { action_reference: _, ...properties } = step.properties as Record<string, unknown>;
    const actions = { '4RtNwq8LcM': 'BY-JOURNEY' };
    expect(read({ ...step, properties }, { actions }).rewards[0]?.action).toBe('BY-JOURNEY');
  });
});

test('an event of a source is known by its messageId and named by its event', () => {
  const event = { type: 'track', event: 'Delivery Late', userId: 'C-1', messageId: 'm-1', properties: {} };
  expect(read(event, { actions: { 'Delivery Late': 'LATE-300' } }).rewards).toMatchObject([
    { action: 'LATE-300', platformId: 'm-1', source: 'Delivery Late' },
  ]);
});

test.each([
  [{ action_reference: 'A-1, A-2,A-1' }, ['A-1', 'A-2']],
  [{ action_references: ['A-3', 'A-4'] }, ['A-3', 'A-4']],
])('actions mapped as %p', (mapped, actions) => {
  const properties = { ...(entered.properties as object), ...mapped };
  expect(read({ ...entered, properties }).rewards.map((reward) => reward.action)).toEqual(actions);
});

describe('a batch', () => {
  test('is one reward per consumer who entered; a bad one refuses nobody else, exits are passed over', () => {
    const { rewards, errors, ignored } = read(sample('batch'));
    expect(rewards.map((reward) => reward.identityValue)).toEqual(['C-730118', 'C-730120']);
    expect(errors).toEqual([
      { field: '[1].userId', message: "is missing or blank, expected the consumer's identity in AIR" },
    ]);
    expect(ignored).toBeUndefined();
  });

  test('of exits alone is ignored', () => {
    expect(read([sample('audience-exited'), sample('delete')])).toEqual(
      nothing('left the audience late_delivery'),
    );
    expect(read([])).toEqual(nothing('an empty batch'));
  });
});

describe('the identity', () => {
  test('may be another field, by setting', () => {
    expect(read(entered, { inboundIdentity: 'context.traits.email' }).rewards[0]?.identityValue).toBe(
      'c730115@shop.example',
    );
  });

  test('may be a number', () => {
    expect(read({ ...entered, userId: 730115 }).rewards[0]?.identityValue).toBe('730115');
  });

  test.each([undefined, null, '', '  ', {}, ['C-1'], true, 1e17])('%p is told by its field', (userId) => {
    const { rewards, errors } = read({ ...entered, userId });
    expect(rewards).toEqual([]);
    expect(errors.map((error) => error.field)).toEqual(['userId']);
  });
});

test.each([null, 'text', 7, {}, { type: 'video' }])('%p is told, not thrown', (json) => {
  const { rewards, errors } = read(json);
  expect(rewards).toEqual([]);
  expect(errors).toHaveLength(1);
});

test.each(['page', 'screen', 'group', 'alias', 'suppress'])('a %s event is ignored', (type) => {
  expect(read({ type, userId: 'C-1' })).toMatchObject({
    rewards: [],
    errors: [],
    ignored: expect.any(String),
  });
});

test('whatever JSON comes, reading never throws, and a field is told for what cannot be used', () => {
  const part = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('track', 'identify', 'Audience Entered', true, 'late_delivery'),
  );
  const event = fc.record(
    {
      type: part,
      event: part,
      userId: part,
      messageId: part,
      timestamp: part,
      properties: part,
      traits: part,
      context: part,
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), event, fc.array(event, { maxLength: 5 })), (json) => {
      const { rewards, errors, ignored } = read(json);
      expect(rewards.length > 0 || errors.length > 0 || ignored !== undefined).toBe(true);
      for (const reward of rewards) {
        expect(reward.identityValue).not.toBe('');
        expect(reward.action).not.toBe('');
      }
    }),
  );
});
