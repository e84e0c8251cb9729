import type { InboundResult } from '../../../../functions/platforms/inbound';
import { inbound, inboundSettingsOf, sample } from './examples';

const KEY = 't'.repeat(40);
const requestOf = (json: unknown, headers: Record<string, string> = {}) => {
  const text = typeof json === 'string' ? json : JSON.stringify(json);
  return { headers, raw: Buffer.from(text), text };
};
const reading = { rewards: [], errors: [] };
const accepted: InboundResult = { kind: 'accepted', requestId: 'req-1', reading };
const reply = (result: InboundResult, json: unknown) => inbound.reply?.(result, requestOf(json)) ?? null;

describe('authentication', () => {
  const may = (headers: Record<string, string>) =>
    inbound.authenticate?.(requestOf({}, headers), [KEY], inboundSettingsOf());

  test('is the header Authorization: Token', () => {
    expect(may({ authorization: `Token ${KEY}` })).toBe(true);
    expect(may({ authorization: `token   ${KEY} ` })).toBe(true);
  });

  test('may be X-Auth-Token, for a call by hand', () => {
    expect(may({ 'x-auth-token': KEY })).toBe(true);
  });

  test.each<Record<string, string>>([
    {},
    { authorization: 'Token' },
    { authorization: `Bearer ${KEY}` },
    { authorization: `Token ${KEY}x` },
  ])('%p is refused', (headers) => {
    expect(may(headers)).toBe(false);
  });

  test('a wrong token is not made good by another header', () => {
    expect(may({ authorization: 'Token wrong', 'x-auth-token': KEY })).toBe(false);
  });
});

describe('the registration call', () => {
  const greet = (json: unknown, more = {}) =>
    inbound.greet?.(json, requestOf(json), inboundSettingsOf(more)) ?? null;

  test('is answered without a key: what the module needs, and a field for the action reference', () => {
    const answer = greet(sample('module-registration'));
    expect(answer?.statusCode).toBe(200);
    expect(answer?.body).toMatchObject({
      type: 'module_registration_response',
      id: 'e4a9d7b3-1c60-4f28-b5a2-6d8f7e9c0b13',
      timestamp_ms: expect.any(Number),
      firehose_version: '3.2.0',
      name: 'Eagle Eye AIR',
      version: '1.0',
      permissions: {
        user_identities: [{ type: 'customer', encoding: 'raw', required: true }],
        allow_access_mpid: true,
      },
      audience_processing_registration: {
        audience_subscription_settings: [{ type: 'text', id: 'actionReference', visible: true }],
      },
    });
  });

  test('asks for the identity that the settings name', () => {
    expect(greet(sample('module-registration'), { inboundIdentity: 'email' })?.body).toMatchObject({
      permissions: { user_identities: [{ type: 'email' }] },
    });
  });

  test('has a description that fits, and no secret', () => {
    const body = greet({ type: 'module_registration_request' })?.body as { description: string; id: string };
    expect(body.description.length).toBeLessThan(230);
    expect(body.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(JSON.stringify(body)).not.toContain(KEY);
  });

  test.each(['audience-membership', 'audience-subscription', 'verification'])(
    'no other call is: %s',
    (name) => {
      expect(greet(sample(name))).toBeNull();
    },
  );

  test.each([null, [], 'x', 7])('and nothing else: %p', (json) => {
    expect(greet(json)).toBeNull();
  });
});

describe('answers', () => {
  test.each([
    ['audience-membership', 'audience_membership_change_response'],
    ['verification', 'audience_membership_change_response'],
    ['audience-subscription', 'audience_subscription_response'],
  ])('%s is answered 200 with %s', (name, type) => {
    const json = sample(name) as { id: string };
    expect(reply(accepted, json)).toMatchObject({
      statusCode: 200,
      body: { type, id: json.id, timestamp_ms: expect.any(Number), firehose_version: '3.2.0' },
    });
  });

  test('a membership request never suspends the subscription, also where some users could not be used', () => {
    const partly: InboundResult = {
      ...accepted,
      reading: { rewards: [], errors: [{ field: 'x', message: 'y' }] },
    };
    expect(reply(partly, sample('audience-membership'))?.body).toMatchObject({ suspend_subscription: false });
  });

  test('unavailable is 429, which mParticle repeats', () => {
    expect(reply({ kind: 'unavailable', requestId: 'req-1' }, sample('audience-membership'))).toMatchObject({
      statusCode: 429,
      headers: { 'retry-after': '5' },
    });
  });

  test('everything else keeps the common answer', () => {
    const refused: InboundResult = { kind: 'refused', requestId: 'req-1', errors: [] };
    expect(reply(refused, sample('audience-membership'))).toBeNull();
    expect(reply({ kind: 'unauthorized', requestId: 'req-1' }, sample('audience-membership'))).toBeNull();
    expect(reply(accepted, { type: 'services/trigger' })).toBeNull();
    expect(reply(accepted, 'no json')).toBeNull();
  });
});
