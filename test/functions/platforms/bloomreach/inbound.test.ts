import { readFileSync } from 'node:fs';
import { bloomreach } from '../../../../functions/platforms/bloomreach/platform';
import type { InboundRequest, InboundResult } from '../../../../functions/platforms/inbound';

const inbound = bloomreach.inbound!;
const KEY = 'k'.repeat(32);
const NEWER = 'n'.repeat(32);
const SETTINGS = { limits: { perActionPerHour: 1, perConsumerPerDay: 1 }, onUnknownOutcome: 'park' } as const;
const text = (name: string) => readFileSync(`samples/platforms/bloomreach/inbound/${name}.json`, 'utf8');
const requestOf = (headers: Record<string, string>): InboundRequest => ({
  headers,
  raw: new Uint8Array(),
  text: '',
});
const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;
const authenticated = (headers: Record<string, string>) =>
  inbound.authenticate!(requestOf(headers), [KEY, NEWER], SETTINGS);

describe('authentication', () => {
  test.each([
    [{ authorization: basic(`bloomreach:${KEY}`) }],
    [{ authorization: basic(`:${NEWER}`) }],
    [{ authorization: `basic  ${Buffer.from(`x:${KEY}`).toString('base64')}` }],
    [{ 'x-auth-token': KEY }],
  ])('%j is let in', (headers) => {
    expect(authenticated(headers)).toBe(true);
  });

  test.each([
    [{}],
    [{ authorization: basic(`${KEY}:`) }],
    [{ authorization: basic(KEY) }],
    [{ authorization: `Bearer ${KEY}` }],
    [{ authorization: `Basic ${KEY}` }],
    [{ authorization: 'Basic' }],
    [{ 'x-auth-token': '' }],
    [{ 'x-auth-token': 'wrong', authorization: basic(`bloomreach:${KEY}`) }],
  ])('%j is not', (headers) => {
    expect(authenticated(headers)).toBe(false);
  });

  test('a password with a colon in it is whole', () => {
    const key = `${'a'.repeat(16)}:${'b'.repeat(16)}`;
    expect(inbound.authenticate!(requestOf({ authorization: basic(`u:${key}`) }), [key], SETTINGS)).toBe(
      true,
    );
  });
});

describe('reading', () => {
  const read = (json: unknown) => inbound.read(json, requestOf({}), SETTINGS);

  test('a scenario’s webhook is one reward', () => {
    expect(read(JSON.parse(text('scenario-webhook')))).toEqual({
      rewards: [
        {
          identityValue: 'BR-88',
          action: 'KEEP_YOUR_TIER',
          platformId: '65f0a1c2d3',
          reference: null,
          source: 'Tier about to expire',
        },
      ],
      errors: [],
    });
  });

  test('a template that was not rendered is refused by its fields', () => {
    const { rewards, errors } = read(JSON.parse(text('scenario-webhook.template')));
    expect(rewards).toEqual([]);
    expect(errors.map(({ field }) => field)).toEqual(['identity_value', 'id', 'source']);
  });

  test('what Jinja makes of an id that is not there counts as missing', () => {
    expect(read({ identity_value: 'None', action_reference: 'A' }).errors).toEqual([
      { field: 'identity_value', message: expect.stringContaining('customer_ids.registered') },
    ]);
  });
});

describe('answers', () => {
  const reply = (result: InboundResult) => inbound.reply!(result, requestOf({}));
  const reading = { rewards: [], errors: [] };
  const RESULTS: InboundResult[] = [
    { kind: 'accepted', requestId: 'r', reading },
    { kind: 'refused', requestId: 'r', errors: [{ field: 'identity_value', message: 'is missing' }] },
    { kind: 'unauthorized', requestId: 'r' },
    { kind: 'too-large', requestId: 'r' },
    { kind: 'unsupported', requestId: 'r' },
    { kind: 'unavailable', requestId: 'r' },
  ];
  /** After these Bloomreach sends the campaign to nobody any more. */
  const STOP_THE_CAMPAIGN = [400, 404, 410, 412, 413, 418];
  const COMMON = { unauthorized: 401, unavailable: 503 } as Record<string, number>;

  test.each(RESULTS.map((result) => [result.kind, result] as const))(
    '%s stops no campaign',
    (kind, result) => {
      expect(STOP_THE_CAMPAIGN).not.toContain(reply(result)?.statusCode ?? COMMON[kind]);
    },
  );

  test('accepted: success, with a result', () => {
    expect(reply(RESULTS[0]!)).toEqual({
      statusCode: 200,
      body: {
        success: true,
        result: { code: 1, status: 'accepted', message: expect.any(String) },
        requestId: 'r',
      },
    });
  });

  test('one bad consumer: 200 without success, and the field in words', () => {
    expect(reply(RESULTS[1]!)).toEqual({
      statusCode: 200,
      body: {
        success: false,
        errors: [{ code: 1001, description: 'identity_value: is missing' }],
        requestId: 'r',
      },
    });
  });

  test('a wrong key fails visibly (401), a queue out of reach is repeated (503)', () => {
    expect(reply(RESULTS[2]!)).toBeNull();
    expect(reply(RESULTS[5]!)).toBeNull();
  });
});
