import { gzipSync } from 'node:zlib';
import type { ConnectorConfig } from '../../../functions/connectors/config';
import { learn, lookUp } from '../../../functions/connectors/directory';
import type { AirMessage } from '../../../functions/connectors/message';
import { decodeMessage } from '../../../functions/connectors/message-decoding';
import { type Outgoing, QueueUnavailable } from '../../../functions/connectors/queue';
import { type OutboundParts, OutboundReceiver } from '../../../functions/connectors/receive-outbound';
import { Table } from '../../../functions/connectors/table';
import { TABLE_NAME, TableEmulator } from '../../../local/emulators/state-table';
import { until } from '../../local/until';
import { airEvent, enriched, points, tier } from './air-event';
import { apiEvent } from './api-event';
import { catchOutput, decisions, figures } from './output';

const KEY = 'external-key-that-air-sends-with-each';
const FEED_KEY = 'external-key-of-the-feed-for-everyone';
const out = catchOutput();

const connector = (id: string, platform: string, more: Partial<ConnectorConfig> = {}): ConnectorConfig => ({
  id,
  platform,
  direction: 'outbound',
  paused: false,
  maxConcurrency: 2,
  settings: { identityType: 'CUSTOMER_ID' },
  ...more,
});
const config: OutboundParts['config'] = {
  feeds: [{ id: 'programme' }],
  connectors: [
    connector('mail', 'alpha', { feed: 'programme' }),
    connector('ads', 'beta', { feed: 'programme', paused: true }),
    connector('alone', 'alpha'),
    connector('rewards', 'alpha', { direction: 'inbound' }),
  ],
  platforms: { alpha: ['outbound'] },
};

afterEach(() => jest.useRealTimers());

let emulator: TableEmulator;
beforeAll(async () => {
  emulator = await TableEmulator.start();
});
afterAll(() => emulator.stop());

function setUp(more: Partial<OutboundParts> = {}) {
  const sent: { connector: string; messages: readonly Outgoing[] }[] = [];
  const table = new Table(emulator.client, TABLE_NAME);
  const keys: Record<string, string> = { 'secret-of-feed': FEED_KEY };
  const get = async (id: string) => ({ externalKeys: [keys[id] ?? KEY] });
  const parts: OutboundParts = {
    config,
    secretIds: new Map([
      ['feed/programme', 'secret-of-feed'],
      ...['mail', 'ads', 'alone', 'rewards'].map((id) => [id, `secret-of-${id}`] as const),
    ]),
    secrets: { get, refresh: get },
    queues: {
      send: async (to, messages) => {
        sent.push({ connector: to, messages });
      },
    },
    table,
    identityTypes: new Set(['CUSTOMER_ID']),
    ...more,
  };
  const receiver = new OutboundReceiver(parts);
  const post = async (
    body: unknown,
    path: Record<string, string> = { name: 'alpha', connectorId: 'alone' },
    key = KEY,
  ) => {
    const text = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
    const event = apiEvent(path, text, { 'X-Auth-Token': key });
    const answer = await receiver.receive(event);
    return { ...answer, json: JSON.parse(answer.body), requestId: event.requestContext?.requestId };
  };
  const toFeed = (body: unknown, key = FEED_KEY) => post(body, { name: 'programme' }, key);
  const messages = () =>
    sent.flatMap((each) => each.messages.map(({ body }) => decodeMessage(body) as AirMessage));
  return { post, toFeed, receiver, sent, messages, table };
}

describe('an AIR event', () => {
  test('is answered 202 once it stands on the queue, as it was received, addressed to its wallet', async () => {
    const { post, sent, messages } = setUp();
    const event = airEvent({ id: 'e-1', operations: [points('w-1', 'a-1')] });
    const answer = await post(event);
    expect(answer).toMatchObject({ statusCode: 202, json: { accepted: 1, requestId: answer.requestId } });
    expect(sent.map((each) => each.connector)).toEqual(['alone']);
    expect(messages()).toEqual([
      {
        kind: 'air',
        walletId: 'w-1',
        accountId: null,
        eventId: 'e-1',
        eventName: 'SERVICE.TRIGGER',
        receivedAt: expect.stringMatching(/^\d{4}-.*Z$/),
        requestId: answer.requestId,
        event,
      },
    ]);
  });

  test('of two wallets is two messages in groups of their own', async () => {
    const { post, sent, messages } = setUp();
    await post(airEvent({ operations: [points('w-1', 'a-1'), points('w-2', 'a-2')] }));
    expect(messages().map(({ walletId }) => walletId)).toEqual(['w-1', 'w-2']);
    const [one, two] = sent[0]!.messages;
    expect(one!.group).not.toBe(two!.group);
    expect(one!.deduplication).not.toBe(two!.deduplication);
  });

  test('and a later one of the same wallet share a group; a repeat has the same de-duplication id', async () => {
    const { post, sent } = setUp();
    const first = airEvent({ operations: [points('w-1', 'a-1')] });
    const later = airEvent({ name: 'WALLET.ACCOUNT.UPDATE', operations: [points('w-1', 'a-9')] });
    for (const event of [first, later, first]) await post(event);
    const all = sent.flatMap(({ messages }) => messages);
    expect(new Set(all.map(({ group }) => group)).size).toBe(1);
    expect(all[0]!.deduplication).toBe(all[2]!.deduplication);
    expect(all[0]!.deduplication).not.toBe(all[1]!.deduplication);
    for (const { group, deduplication } of all) expect(group + deduplication).toMatch(/^[0-9a-f]{128}$/);
  });

  test("without an id of AIR's is recognised by its content", async () => {
    const { post, sent } = setUp();
    const event = airEvent({ id: null, operations: [points('w-1', 'a-1')] });
    await post(event);
    await post(event);
    await post(airEvent({ id: null, operations: [points('w-1', 'a-2')] }));
    const ids = sent.flatMap(({ messages }) => messages.map(({ deduplication }) => deduplication));
    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).not.toBe(ids[2]);
  });

  test('that touches nobody is one message all the same', async () => {
    const { post, messages } = setUp();
    await post(airEvent({ name: 'CAMPAIGN.UPDATE' }));
    expect(messages()).toMatchObject([{ walletId: null, accountId: null, eventName: 'CAMPAIGN.UPDATE' }]);
  });

  test('may be compressed, and large', async () => {
    const { post, messages } = setUp();
    const operations = Array.from({ length: 2000 }, (_, index) => points('w-1', 'a-1', { value: index }));
    const event = airEvent({ operations });
    expect((await post(gzipSync(JSON.stringify(event)))).statusCode).toBe(202);
    expect(messages()[0]!.event).toEqual(event);
  });

  test('too large for a message is 413, nothing of it is sent, and it is counted', async () => {
    const { post, sent } = setUp();
    const noise = Array.from({ length: 60_000 }, () => Math.random().toString(36)).join('');
    const answer = await post(
      airEvent({ operations: [points('w-1', 'a-1', { noise: noise + noise }), points('w-2', 'a-2')] }),
    );
    expect(answer.statusCode).toBe(413);
    expect(sent).toEqual([]);
    expect(figures(out.lines, 'Rejected')).toMatchObject([
      { connector: 'alone', reason: 'too-large', value: 1 },
    ]);
  });
});

describe('what is no AIR event', () => {
  test.each([
    ['another object', { hello: 'there' }],
    ['the older format', { dataObjectName: 'ACCOUNT_TRANSACTION', dataObject: {} }],
    ['a list', []],
    ['null', null],
    ['a text', '"hello"'],
  ])(
    '%s is accepted all the same: it will stand on the dead-letter queue, and AIR stops repeating it',
    async (_, body) => {
      const { post, messages } = setUp();
      expect((await post(body)).statusCode).toBe(202);
      expect(messages()).toMatchObject([
        { walletId: null, accountId: null, eventId: expect.stringMatching(/^[0-9a-f]{64}$/) },
      ]);
    },
  );

  test('no JSON is 400', async () => {
    const { post, sent } = setUp();
    const answer = await post('{"headers": oops}');
    expect(answer).toMatchObject({ statusCode: 400, json: { errors: [{ field: 'body' }] } });
    expect(answer.body).not.toContain('oops');
    expect(sent).toEqual([]);
  });

  test('nested so deep that reading it fails is never lost without a word', async () => {
    const { post, sent } = setUp();
    const answer = await post(
      `{"headers":{"eventName":"X"},"atomicOperations":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
    );
    expect([202, 503]).toContain(answer.statusCode);
    expect(sent.length).toBe(answer.statusCode === 202 ? 1 : 0);
  });
});

describe('the directory', () => {
  test('learns the identities that connectors use, and the accounts', async () => {
    const { post, table } = setUp();
    await post(
      airEvent({
        operations: [points('w-10', 'a-10')],
        enrichment: enriched('w-10', { CUSTOMER_ID: 'c-10', EMAIL: 'jo@shop.example' }),
      }),
    );
    expect(await lookUp(table, [], ['a-10'])).toMatchObject({
      identities: { 'w-10': { CUSTOMER_ID: 'c-10' } },
      wallets: { 'a-10': 'w-10' },
    });
  });

  test('tells whose an event is that names accounts only', async () => {
    const { post, table, messages, sent } = setUp();
    const asOf = '2026-01-01T00:00:00.000Z';
    await learn(
      table,
      [{ walletId: 'w-11', identities: {}, accountIds: ['a-11'], asOf, left: false }],
      new Set(),
    );
    await post(airEvent({ name: 'TIER.MEMBERSHIP.MOVE', operations: [tier('a-11')] }));
    await post(airEvent({ operations: [points('w-11', 'a-11')] }));
    expect(messages()[0]).toMatchObject({ walletId: 'w-11', accountId: null, foundBy: ['a-11'] });
    expect(messages()[1]).not.toHaveProperty('foundBy');
    expect(sent[0]!.messages[0]!.group).toBe(sent[1]!.messages[0]!.group);
  });

  test('that does not know the account leaves it to delivery, in a group of the account', async () => {
    const { post, messages, sent } = setUp();
    await post(airEvent({ operations: [tier('a-unknown')] }));
    await post(airEvent({ operations: [tier('a-unknown')] }));
    expect(messages()[0]).toMatchObject({ walletId: null, accountId: 'a-unknown' });
    expect(sent[0]!.messages[0]!.group).toBe(sent[1]!.messages[0]!.group);
  });

  test.each([
    ['fails', () => Promise.reject(new Error('500'))],
    ['never answers', () => new Promise<never>(() => {})],
  ])('that %s refuses no event, holds it up for a second at the most, and is counted', async (_, send) => {
    jest.useFakeTimers();
    const { post, messages } = setUp({ table: new Table({ send } as never, TABLE_NAME) });
    const enrichment = enriched('w-12', { CUSTOMER_ID: 'c-12' });
    for (const event of [
      airEvent({ operations: [points('w-12', 'a-12')], enrichment }),
      airEvent({ operations: [tier('a-13')] }),
    ]) {
      const told = jest.fn();
      void post(event).then(({ statusCode }) => told(statusCode));
      await jest.advanceTimersByTimeAsync(1000);
      expect(told).toHaveBeenCalledWith(202);
    }
    expect(messages().map(({ walletId, accountId }) => walletId ?? accountId)).toEqual(['w-12', 'a-13']);
    expect(figures(out.lines, 'DirectoryUnavailable')).toHaveLength(2);
  });
});

describe('a feed', () => {
  test('brings one event to each of its connectors, also to a paused one, and to no other', async () => {
    const { toFeed, sent } = setUp();
    expect((await toFeed(airEvent({ operations: [points('w-1', 'a-1')] }))).statusCode).toBe(202);
    expect(sent.map((each) => each.connector).sort()).toEqual(['ads', 'mail']);
    expect(sent[0]!.messages).toEqual(sent[1]!.messages);
    expect(figures(out.lines, 'Accepted').map((figure) => figure.connector)).toEqual(['mail', 'ads']);
    expect(decisions(out.lines)).toMatchObject([
      { decision: 'accepted', connector: 'feed/programme', items: 1 },
    ]);
  });

  test('has a key of its own', async () => {
    const { toFeed, post, sent } = setUp();
    const event = airEvent();
    expect((await toFeed(event, KEY)).statusCode).toBe(401);
    expect((await post(event, { name: 'alpha', connectorId: 'mail' }, FEED_KEY)).statusCode).toBe(401);
    expect((await post(event, { name: 'alpha', connectorId: 'mail' })).statusCode).toBe(202);
    expect(sent).toHaveLength(1);
  });

  test('of which one queue fails answers 503, and the others have it; the log names the one', async () => {
    const taken: string[] = [];
    const send = async (to: string) => {
      if (to === 'mail') throw new QueueUnavailable('mail', 'TimeoutError');
      taken.push(to);
    };
    const answer = await setUp({ queues: { send } }).toFeed(airEvent({ operations: [points('w-1', 'a-1')] }));
    expect(answer.statusCode).toBe(503);
    expect(answer.headers?.['retry-after']).toMatch(/^\d+$/);
    expect(taken).toEqual(['ads']);
    expect(decisions(out.lines)).toMatchObject([
      { decision: 'problem', connector: 'mail', reason: 'queue-unavailable', detail: 'TimeoutError' },
      { decision: 'unavailable', connector: 'feed/programme', status: 503 },
    ]);
  });

  test('repeated after that gives each queue the same de-duplication id, by which it knows the repeat', async () => {
    const { toFeed, sent } = setUp();
    const event = airEvent({ operations: [points('w-1', 'a-1')] });
    await toFeed(event);
    await toFeed(event);
    const ids = sent.map(({ messages }) => messages[0]!.deduplication);
    expect(new Set(ids).size).toBe(1);
  });

  test('waits for its queues side by side', async () => {
    const asked: (() => void)[] = [];
    const send = () => new Promise<void>((resolve) => asked.push(resolve));
    const answer = setUp({ queues: { send } }).toFeed(airEvent());
    // Neither has taken anything when the other one is asked.
    await until(() => asked.length === 2);
    for (const take of asked) take();
    expect((await answer).statusCode).toBe(202);
  });
});

describe('a stranger', () => {
  test('gets the same 401 wherever it knocks', async () => {
    const { post } = setUp();
    const event = airEvent();
    const answers = [
      await post(event, { name: 'alpha', connectorId: 'alone' }, ''),
      await post(event, { name: 'alpha', connectorId: 'alone' }, 'wrong'),
      await post(event, { name: 'alpha', connectorId: 'unknown' }),
      await post(event, { name: 'beta', connectorId: 'alone' }),
      await post(event, { name: 'alpha', connectorId: 'rewards' }),
      await post(event, { name: 'unknown' }),
      await post(event, { name: 'alone' }),
      await post(event, { name: 'feed/programme' }),
      await post(event, { name: 'constructor' }),
    ];
    for (const answer of answers)
      expect([answer.statusCode, { ...answer.json, requestId: '' }]).toEqual([
        401,
        { ...answers[0]!.json, requestId: '' },
      ]);
  });

  test('makes nobody read its body', async () => {
    const { post } = setUp();
    const answer = await post(
      gzipSync(Buffer.alloc(11_000_000)),
      { name: 'alpha', connectorId: 'alone' },
      'wrong',
    );
    expect(answer.statusCode).toBe(401);
  });
});

test("the log tells the event and the wallet's hash, and neither consumer nor key", async () => {
  const { post } = setUp();
  const enrichment = enriched('w-20', { CUSTOMER_ID: 'c-secret-20' });
  await post(airEvent({ id: 'e-20', operations: [points('w-20', 'a-20')], enrichment }));
  expect(decisions(out.lines)).toMatchObject([
    {
      eventId: 'e-20',
      eventName: 'SERVICE.TRIGGER',
      walletHash: expect.stringMatching(/^[0-9a-f]{16}$/),
      items: 1,
      status: 202,
    },
  ]);
  expect(out.text()).not.toMatch(/c-secret-20|w-20|a-20/);
  expect(out.text()).not.toContain(KEY);
});

test('the status routes need no key', async () => {
  const { receiver } = setUp();
  const get = async (name: string) =>
    (await receiver.receive(apiEvent({ name }, null, {}, { httpMethod: 'GET' }))).statusCode;
  expect([await get('alpha'), await get('gamma'), await get('programme')]).toEqual([200, 404, 404]);
});
