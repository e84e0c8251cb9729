import fc from 'fast-check';
import { inbound, inboundSettingsOf, sample } from './examples';

const actions = { '88122': 'BDAY-200' };
const request = (json: unknown) => {
  const text = JSON.stringify(json) ?? '';
  return { headers: {}, raw: Buffer.from(text), text };
};
const read = (json: unknown, more: Record<string, unknown> = {}) =>
  inbound.read(json, request(json), inboundSettingsOf({ actions, ...more }));
const membership = sample('audience-membership') as {
  id: string;
  user_profiles: {
    user_identities: { type: string; encoding?: string; value: string }[];
    audiences: object[];
  }[];
};
const withProfile = (more: object) => ({
  ...membership,
  user_profiles: [{ ...membership.user_profiles[2], ...more }],
});
const nothing = (ignored: string) => ({ rewards: [], errors: [], ignored });

describe('an audience membership request', () => {
  test('is one reward per user added; a hashed identity is told by its field and refuses nobody else', () => {
    expect(read(membership)).toEqual({
      rewards: [
        {
          identityValue: 'C-440021',
          action: 'LATE-DELIVERY-300',
          platformId: '7d0b6c1e-58a4-4f0f-9a57-3a1f3f6f2b10:-6190842277455102231:88120',
          reference: null,
          source: 'Late delivery',
        },
        {
          identityValue: 'C-440023',
          action: 'BDAY-200',
          platformId: '7d0b6c1e-58a4-4f0f-9a57-3a1f3f6f2b10:902817364455:88122',
          reference: null,
          source: 'Birthday soon',
        },
      ],
      errors: [
        {
          field: 'user_profiles[1].user_identities[0].encoding',
          message: 'expected "raw": AIR cannot find a consumer by a hashed identity',
        },
      ],
    });
  });

  test.each(['delete', 'attribute_update', undefined])('with the action %p issues nothing', (action) => {
    const audiences = [{ audience_id: 88122, audience_name: 'Birthday soon', action }];
    expect(read(withProfile({ audiences }))).toEqual(nothing('nobody was added to an audience'));
  });

  test('without users is a verification call', () => {
    expect(read(sample('verification'))).toEqual(nothing('a verification call'));
    expect(read({ ...membership, user_profiles: null })).toEqual(nothing('a verification call'));
    expect(read({ ...membership, user_profiles: [] })).toEqual(nothing('a verification call'));
  });

  test('takes the identity that the settings name', () => {
    const { rewards, errors } = read(membership, { inboundIdentity: 'email' });
    expect(rewards.map(({ identityValue }) => identityValue)).toEqual(['m440021@shop.example']);
    expect(errors.map(({ field }) => field)).toEqual([
      'user_profiles[1].user_identities',
      'user_profiles[2].user_identities',
    ]);
  });

  test('prefers the raw one of several identities', () => {
    const user_identities = [
      { type: 'customer', encoding: 'md5', value: 'aa' },
      { type: 'customer', encoding: 'raw', value: 'C-1' },
    ];
    expect(read(withProfile({ user_identities })).rewards[0]?.identityValue).toBe('C-1');
  });

  test('an action may be a list, or be set by the name of the audience', () => {
    const byName = read(withProfile({}), { actions: { 'Birthday soon': 'A-1, A-2' } });
    expect(byName.rewards.map(({ action }) => action)).toEqual(['A-1', 'A-2']);
  });

  test('without an action tells where to type it', () => {
    expect(read(withProfile({}), { actions: {} }).errors).toEqual([
      {
        field: 'user_profiles[0].audiences[0].audience_subscription_settings.actionReference',
        message:
          'is missing: type it where the audience is connected, or add "88122" to "actions" in the connector\'s settings',
      },
    ]);
  });

  test.each([
    ['entry', '7d0b6c1e-58a4-4f0f-9a57-3a1f3f6f2b10:902817364455:88122'],
    ['day', '88122:2026-03-02'],
    ['audience', '88122:entered'],
  ])('with rewardOncePer %s is known by %s', (rewardOncePer, platformId) => {
    expect(read(withProfile({}), { rewardOncePer }).rewards[0]?.platformId).toBe(platformId);
  });

  test('of a user without mpid, or without a request id, is known by what there is', () => {
    expect(read(withProfile({ mpid: undefined })).rewards[0]?.platformId).toBe(`${membership.id}:user:88122`);
    expect(read({ ...withProfile({}), id: undefined }).rewards[0]?.platformId).toBeNull();
  });
});

test.each([
  ['audience-subscription', 'an audience was connected, changed or removed: nothing is kept of it'],
  ['module-registration', 'a registration call'],
])('%s asks for nothing', (name, why) => {
  expect(read(sample(name))).toEqual(nothing(why));
});

test.each([null, [], 'x', {}, { type: 'other' }, { ...membership, user_profiles: {} }])(
  '%p is told, not thrown',
  (json) => {
    const { rewards, errors } = read(json);
    expect(rewards).toEqual([]);
    expect(errors).toHaveLength(1);
  },
);

test('whatever JSON comes, reading never throws, and a reward always has a consumer and an action', () => {
  const part = fc.oneof(fc.jsonValue(), fc.constantFrom('customer', 'raw', 'add', 88122, 'C-9'));
  const audience = fc.record({
    audience_id: part,
    audience_name: part,
    action: part,
    audience_subscription_settings: part,
  });
  const identity = fc.record({ type: part, encoding: part, value: part });
  const user = fc.record({
    mpid: part,
    user_identities: fc.oneof(part, fc.array(identity, { maxLength: 3 })),
    audiences: fc.oneof(part, fc.array(fc.oneof(audience, part), { maxLength: 3 })),
  });
  const json = fc.record({
    type: fc.constant('audience_membership_change_request'),
    id: part,
    timestamp_ms: part,
    user_profiles: fc.oneof(part, fc.array(fc.oneof(user, part), { maxLength: 4 })),
  });
  fc.assert(
    fc.property(fc.oneof(json, fc.jsonValue()), (body) => {
      const { rewards, errors, ignored } = read(body);
      expect(rewards.length > 0 || errors.length > 0 || ignored !== undefined).toBe(true);
      for (const reward of rewards) {
        expect(reward.identityValue).not.toBe('');
        expect(reward.action).not.toBe('');
      }
    }),
  );
});
