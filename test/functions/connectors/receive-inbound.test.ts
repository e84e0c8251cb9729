import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { ConnectorConfig } from '../../../functions/connectors/config';
import { sha256 } from '../../../functions/connectors/keys';
import type { RewardMessage } from '../../../functions/connectors/message';
import { decodeMessage } from '../../../functions/connectors/message-decoding';
import { type Outgoing, QueueUnavailable } from '../../../functions/connectors/queue';
import { type InboundParts, InboundReceiver } from '../../../functions/connectors/receive-inbound';
import { SecretsUnavailable } from '../../../functions/connectors/secrets';
import type { Inbound, InboundReading } from '../../../functions/platforms/inbound';
import type { Platform } from '../../../functions/platforms/platform';
import { apiEvent } from './api-event';
import { catchOutput, decisions, figures } from './output';

const KEY = 'external-key-of-the-first-connector-1';
const out = catchOutput();

const connector = (
  id: string,
  platform: string,
  direction: 'inbound' | 'outbound' = 'inbound',
): ConnectorConfig => ({
  id,
  platform,
  direction,
  paused: false,
  maxConcurrency: 2,
  settings: { audience: 'all' },
});

interface PlainBody {
  readonly users?: readonly { readonly id?: string; readonly action?: string }[];
  readonly dispatch?: string;
  readonly exit?: boolean;
  readonly boom?: boolean;
}
/** A platform as simple as can be: a list of users, each with an action. */
const read = (json: unknown): InboundReading => {
  const { users = [], dispatch, exit, boom } = json as PlainBody;
  if (boom) throw new TypeError('cannot read jane@shop.example');
  if (exit) return { rewards: [], errors: [], ignored: 'left the audience' };
  const base = { platformId: dispatch ?? null, reference: null, source: null };
  return {
    rewards: users.flatMap(({ id, action }) =>
      id ? [{ ...base, identityValue: id, action: action ?? 'WELCOME' }] : [],
    ),
    errors: users.flatMap(({ id }, index) =>
      id ? [] : [{ field: `users[${index}].id`, message: 'is missing' }],
    ),
  };
};
const plain: Platform = { name: 'plain', title: 'Plain', inbound: { settings: {}, example: {}, read } };
/** One that signs, greets before it has a key, and has codes of its own. */
const ownWays: Inbound<never> = {
  settings: {},
  example: {},
  read,
  authenticate: (request, keys) =>
    keys.some(
      (key) => createHmac('sha256', key).update(request.raw).digest('hex') === request.headers['x-signature'],
    ),
  greet: (json) =>
    (json as { hello?: boolean }).hello ? { statusCode: 200, body: { canDo: 'rewards' } } : null,
  reply: (result) =>
    result.kind === 'unavailable' ? null : { statusCode: 200, body: { success: result.kind === 'accepted' } },
};
const signing: Platform = { name: 'signing', title: 'Signing', inbound: ownWays };
const outboundOnly: Platform = { name: 'sink', title: 'Sink' };

function setUp(more: Partial<InboundParts> = {}) {
  const sent: { connector: string; messages: readonly Outgoing[] }[] = [];
  const parts: InboundParts = {
    config: {
      connectors: [
        connector('rewards', 'plain'),
        connector('signed', 'signing'),
        connector('news', 'plain', 'outbound'),
      ],
      platforms: { plain: ['inbound'], signing: ['inbound'], sink: [] },
    },
    platforms: { plain, signing, sink: outboundOnly },
    secretIds: new Map(['rewards', 'signed', 'news'].map((id) => [id, `secret-of-${id}`])),
    secrets: { get: async () => ({ externalKeys: [KEY] }), refresh: async () => ({ externalKeys: [KEY] }) },
    queues: {
      send: async (to, messages) => {
        sent.push({ connector: to, messages });
      },
    },
    ...more,
  };
  const receiver = new InboundReceiver(parts);
  const post = async (
    body: unknown,
    headers: Record<string, string> = { 'X-Auth-Token': KEY },
    path = {},
  ) => {
    const text = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
    const event = apiEvent({ platform: 'plain', connectorId: 'rewards', ...path }, text, headers);
    const answer = await receiver.receive(event);
    return { ...answer, json: JSON.parse(answer.body), requestId: event.requestContext?.requestId };
  };
  const rewards = () =>
    sent.flatMap(({ messages }) => messages.map(({ body }) => decodeMessage(body) as RewardMessage));
  return { post, receiver, sent, rewards };
}

describe('a good request', () => {
  test('is answered 202 once its reward is on the queue of its connector', async () => {
    const { post, sent, rewards } = setUp();
    const answer = await post({ users: [{ id: 'c-1', action: 'BIRTHDAY' }], dispatch: 'd-1' });
    expect(answer).toMatchObject({ statusCode: 202, json: { accepted: 1, requestId: answer.requestId } });
    expect(sent.map((each) => each.connector)).toEqual(['rewards']);
    expect(rewards()).toEqual([
      {
        kind: 'reward',
        key: expect.stringMatching(/^[0-9a-f]{64}$/),
        reference: expect.stringMatching(/^[A-Za-z0-9-]{1,36}$/),
        identityValue: 'c-1',
        action: 'BIRTHDAY',
        source: null,
        keepDays: 400,
        receivedAt: expect.stringMatching(/^\d{4}-.*Z$/),
        requestId: answer.requestId,
      },
    ]);
    const [message] = sent[0]!.messages;
    expect(message!.deduplication).toBe(rewards()[0]!.key);
    expect(message!.group).toMatch(/^[0-9a-f]{64}$/);
  });

  test('with many consumers becomes one message each, one consumer in one group', async () => {
    const { post, sent, rewards } = setUp();
    const users = [
      { id: 'c-1', action: 'A' },
      { id: 'c-2', action: 'A' },
      { id: 'c-1', action: 'B' },
    ];
    expect((await post({ users, dispatch: 'd' })).json.accepted).toBe(3);
    expect(rewards().map(({ identityValue, action }) => identityValue + action)).toEqual([
      'c-1A',
      'c-2A',
      'c-1B',
    ]);
    const groups = sent[0]!.messages.map(({ group }) => group);
    expect(groups[0]).toBe(groups[2]);
    expect(groups[0]).not.toBe(groups[1]);
  });

  test('that asks for the same thing twice is one reward', async () => {
    const { post, rewards } = setUp();
    const users = [{ id: 'c-1' }, { id: 'c-1' }];
    expect((await post({ users, dispatch: 'd' })).json.accepted).toBe(1);
    expect(rewards()).toHaveLength(1);
  });

  test('that is repeated has the same keys, compressed or not', async () => {
    const { post, rewards } = setUp();
    const body = JSON.stringify({ users: [{ id: 'c-1' }] });
    await post(body);
    await post(gzipSync(body));
    expect(rewards()[0]!.key).toBe(rewards()[1]!.key);
    expect(rewards()[0]!.keepDays).toBe(7);
  });

  test('with one bad consumer issues the others, and names the bad one', async () => {
    const { post, rewards } = setUp();
    const answer = await post({ users: [{ id: 'c-1' }, {}, { id: 'c-3' }], dispatch: 'd' });
    expect(answer).toMatchObject({
      statusCode: 202,
      json: { accepted: 2, errors: [{ field: 'users[1].id', message: 'is missing' }] },
    });
    expect(rewards().map(({ identityValue }) => identityValue)).toEqual(['c-1', 'c-3']);
  });

  test('with very many bad consumers names the first hundred', async () => {
    const { post } = setUp();
    const answer = await post({
      users: [{ id: 'c-1' }, ...Array.from({ length: 500 }, () => ({}))],
      dispatch: 'd',
    });
    expect(answer.json.accepted).toBe(1);
    expect(answer.json.errors).toHaveLength(100);
  });

  test('with nothing to do is 202 with the reason, and nothing is sent', async () => {
    const { post, sent } = setUp();
    expect(await post({ exit: true })).toMatchObject({
      statusCode: 202,
      json: { accepted: 0, ignored: 'left the audience' },
    });
    expect(sent).toEqual([]);
    expect(decisions(out.lines)).toMatchObject([{ decision: 'ignored', detail: 'left the audience' }]);
  });

  test("in EE Connect's own form is accepted on any platform's address", async () => {
    const { post, rewards } = setUp();
    const own = {
      type: 'services/trigger',
      body: {
        identityValue: 'c-9',
        walletTransaction: { reference: 'o-1' },
        triggers: [{ reference: 'A' }, { reference: 'B' }],
      },
    };
    expect((await post(own)).json.accepted).toBe(2);
    expect(
      (await post(own, { 'x-auth-token': KEY }, { platform: 'signing', connectorId: 'signed' })).statusCode,
    ).toBe(200);
    expect(rewards().map(({ action }) => action)).toEqual(['A', 'B', 'A', 'B']);
  });
});

describe('a bad request', () => {
  test.each([
    ['no JSON', '{"users":', 400, 'body'],
    ['an empty body', '', 400, 'body'],
    ['only consumers that cannot be used', { users: [{}] }, 400, 'users[0].id'],
    [
      'a field of the own form',
      { type: 'services/trigger', body: { triggers: [{ reference: 'A' }] } },
      400,
      'body.identityValue',
    ],
    ['another media type', '<users/>', 415, 'Content-Type'],
  ])('%s: the answer names the field', async (_, body, statusCode, field) => {
    const { post, sent } = setUp();
    const answer = await post(body);
    expect(answer.statusCode).toBe(statusCode);
    expect(answer.json.errors[0].field).toBe(field);
    expect(sent).toEqual([]);
  });

  test('that is too large is 413', async () => {
    const { post } = setUp();
    expect((await post(gzipSync(Buffer.alloc(11_000_000, ' ')))).statusCode).toBe(413);
  });

  test('is 401 with one same answer, whatever is wrong with address or key', async () => {
    const { post, sent } = setUp();
    const notSetUp = setUp({ secrets: { get: async () => null, refresh: async () => null } });
    const body = { users: [{ id: 'c-1' }] };
    const good = { 'X-Auth-Token': KEY };
    const answers = [
      await post(body, {}),
      await post(body, { 'X-Auth-Token': '' }),
      await post(body, { 'X-Auth-Token': `${KEY}x` }),
      await post(body, good, { connectorId: 'unknown' }),
      await post(body, good, { connectorId: 'constructor' }),
      await post(body, good, { platform: 'unknown' }),
      await post(body, good, { platform: '__proto__' }),
      await post(body, good, { platform: 'sink' }),
      await post(body, good, { connectorId: 'news' }),
      await post(body, good, { connectorId: 'signed' }),
      await notSetUp.post(body),
      await post('{"broken', { 'X-Auth-Token': 'wrong' }),
      await post('<xml/>', { 'X-Auth-Token': 'wrong' }),
      await post(gzipSync(Buffer.alloc(11_000_000)), { 'X-Auth-Token': 'wrong' }),
    ];
    for (const answer of answers) {
      expect(answer.statusCode).toBe(401);
      expect({ ...answer.json, requestId: '' }).toEqual({ ...answers[0]!.json, requestId: '' });
      expect({ ...answer.headers, 'x-request-id': '' }).toEqual({
        ...answers[0]!.headers,
        'x-request-id': '',
      });
    }
    expect(sent).toEqual([]);
  });

  test('of a stranger is counted under no name that the stranger chose', async () => {
    const { post } = setUp();
    await post({}, { 'X-Auth-Token': KEY }, { connectorId: 'made-up-by-the-caller' });
    expect(figures(out.lines, 'Rejected')).toEqual([
      { connector: 'all', direction: 'inbound', reason: 'unknown-connector', value: 1 },
    ]);
    expect(out.text()).not.toContain('made-up');
  });

  test('to a connector whose secret is not set up rings a bell', async () => {
    const { post } = setUp({ secrets: { get: async () => null, refresh: async () => null } });
    await post({});
    expect(figures(out.lines, 'SecretNotSetUp')).toMatchObject([{ connector: 'rewards', value: 1 }]);
    expect(decisions(out.lines)).toMatchObject([
      { decision: 'refused', reason: 'secret-not-set-up', status: 401 },
    ]);
  });
});

describe('when something is away', () => {
  test('the queue: 503 with Retry-After', async () => {
    const send = () => Promise.reject(new QueueUnavailable('rewards', 'TimeoutError'));
    const answer = await setUp({ queues: { send } }).post({ users: [{ id: 'c-1' }] });
    expect(answer.statusCode).toBe(503);
    expect(answer.headers?.['retry-after']).toMatch(/^\d+$/);
    expect(decisions(out.lines)).toMatchObject([
      { decision: 'unavailable', reason: 'queue-unavailable', detail: 'TimeoutError' },
    ]);
  });

  test('secrets: 503', async () => {
    const away = () => Promise.reject(new SecretsUnavailable('down'));
    expect((await setUp({ secrets: { get: away, refresh: away } }).post({})).statusCode).toBe(503);
  });

  test('common sense: a fault in our own code is 503, so that the platform repeats, and shows nothing', async () => {
    const answer = await setUp().post({ boom: true });
    expect(answer.statusCode).toBe(503);
    expect(answer.body).not.toMatch(/jane|TypeError| at /);
    expect(decisions(out.lines)).toMatchObject([{ reason: 'fault', level: 'ERROR' }]);
    expect(out.text()).not.toMatch(/jane/);
  });
});

describe('a platform with ways of its own', () => {
  const path = { platform: 'signing', connectorId: 'signed' };
  const sign = (body: string | Uint8Array, key = KEY) => ({
    'X-Signature': createHmac('sha256', key).update(body).digest('hex'),
  });

  test('authenticates over the bytes as they were sent', async () => {
    const { post, sent } = setUp();
    const body = '{"users":[{"id":"c-1","note":"caf\\u00e9 🎁 \\/"}]}\n';
    expect((await post(body, sign(body), path)).json).toEqual({ success: true });
    const zipped = gzipSync(body);
    expect((await post(zipped, sign(zipped), path)).json).toEqual({ success: true });
    expect(sent).toHaveLength(2);
  });

  test('lets in nobody whose signature is over other bytes, or with another key', async () => {
    const { post, sent } = setUp();
    const body = '{"users":[{"id":"c-1"}]}\n';
    expect((await post(body, sign(JSON.stringify(JSON.parse(body))), path)).json).toEqual({ success: false });
    expect((await post(body, sign(body, 'another-key'), path)).json).toEqual({ success: false });
    expect((await post(body, {}, path)).json).toEqual({ success: false });
    expect(sent).toEqual([]);
  });

  test('answers in its own words, except where it has none', async () => {
    const send = () => Promise.reject(new QueueUnavailable('signed', 'TimeoutError'));
    const body = '{"users":[{"id":"c-1"}]}';
    expect((await setUp({ queues: { send } }).post(body, sign(body), path)).statusCode).toBe(503);
    expect(await setUp().post('{"users":[{}]}', sign('{"users":[{}]}'), path)).toMatchObject({
      statusCode: 200,
      json: { success: false },
    });
  });

  test('refuses an unknown connector in the same words as a wrong key', async () => {
    const { post } = setUp();
    const unknown = await post('{}', {}, { ...path, connectorId: 'unknown' });
    const wrong = await post('{}', { 'X-Signature': 'x' }, path);
    expect([unknown.statusCode, unknown.json]).toEqual([wrong.statusCode, wrong.json]);
  });

  test('is greeted before it has a key, and only at an address that exists', async () => {
    const { post, sent } = setUp();
    expect((await post({ hello: true }, {}, path)).json).toEqual({ canDo: 'rewards' });
    expect(decisions(out.lines)).toMatchObject([{ decision: 'ignored', detail: 'greeting', status: 200 }]);
    expect((await post({ hello: true }, {}, { ...path, connectorId: 'unknown' })).json).toEqual({
      success: false,
    });
    expect((await post('{"broken', {}, path)).json).toEqual({ success: false });
    expect(sent).toEqual([]);
  });
});

describe('what operators see', () => {
  test('one line per request, with the reward it asked for, and no consumer in it', async () => {
    const { post, rewards } = setUp();
    const { requestId } = await post({ users: [{ id: 'c-secret-1', action: 'BIRTHDAY' }], dispatch: 'd-1' });
    expect(decisions(out.lines)).toMatchObject([
      {
        decision: 'accepted',
        connector: 'rewards',
        direction: 'inbound',
        requestId,
        status: 202,
        items: 1,
        action: 'BIRTHDAY',
        rewardReference: rewards()[0]!.reference,
        durationMs: expect.any(Number),
      },
    ]);
    expect(figures(out.lines, 'Accepted')).toEqual([
      { connector: 'rewards', direction: 'inbound', reason: undefined, value: 1 },
    ]);
    expect(out.text()).not.toMatch(/c-secret-1/);
    expect(out.text()).not.toContain(KEY);
    expect(out.text()).not.toContain(sha256(KEY));
  });

  test('of refused fields their names only', async () => {
    await setUp().post({ users: [{}, {}] });
    expect(decisions(out.lines)).toMatchObject([{ decision: 'refused', status: 400, detail: 'users[n].id' }]);
  });
});

test('the status routes need no key', async () => {
  const { receiver } = setUp();
  const get = async (platform?: string) =>
    (await receiver.receive(apiEvent(platform ? { platform } : {}, null, {}, { httpMethod: 'GET' })))
      .statusCode;
  expect([await get(), await get('plain'), await get('sink'), await get('none')]).toEqual([
    200, 200, 404, 404,
  ]);
});
