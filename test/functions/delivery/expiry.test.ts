import { subscriptionKey } from '../../../functions/connectors/keys';
import { decodeMessage } from '../../../functions/connectors/message-decoding';
import { type Outgoing, QueueUnavailable } from '../../../functions/connectors/queue';
import { DUE_SHARDS, dueShard } from '../../../functions/delivery/due';
import { type ExpiryContext, queueDue } from '../../../functions/delivery/expiry';
import type { SubscriptionRow } from '../../../functions/delivery/remember';
import { takeOutOfIndex } from '../../../functions/delivery/subscriptions';
import { Clock } from './support/clock';
import { record } from './support/queue';
import { silenceStdout } from './support/stdout';
import { TestTable } from './support/table';

const output = silenceStdout();
const HOUR = 3_600_000;
let tables: TestTable;
let made = 0;
let name: string;
let clock: Clock;
let queued: Map<string, Outgoing[]>;
let down: Set<string>;
beforeAll(async () => {
  tables = await TestTable.start();
});
afterAll(() => tables.stop());
beforeEach(async () => {
  made += 1;
  name = `expiry-${made}`;
  await tables.create(name);
  clock = new Clock(Date.parse('2026-04-01T00:02:00Z'));
  queued = new Map();
  down = new Set();
});

const context = (): ExpiryContext => ({
  table: tables.table(name, clock.now),
  connectors: new Set(['crm', 'cdp']),
  queues: {
    send: async (connector, messages) => {
      if (down.has(connector)) throw new QueueUnavailable(connector, 'down');
      queued.set(connector, [...(queued.get(connector) ?? []), ...messages]);
    },
  },
  now: clock.now,
});
const run = (remainingMs = 120_000) => queueDue(context(), 'run-1', () => remainingMs);
const subscribe = async (walletId: string, endsAt: string | null, connector = 'crm') => {
  const row: SubscriptionRow = {
    ...subscriptionKey(connector, walletId, 's1'),
    connector,
    walletId,
    subscriptionId: 's1',
    campaignId: null,
    endsAt,
    status: 'active',
    asOf: '2026-01-01T00:00:00.000Z',
    ...(endsAt !== null && { dueShard: dueShard(walletId), dueAt: endsAt }),
  };
  await tables.table(name).put(row);
};
const END = '2026-04-01T00:00:00.000Z';
const messages = (connector = 'crm') => (queued.get(connector) ?? []).map(({ body }) => decodeMessage(body));

test("what is due is put on its connector's queue, what is not due is not", async () => {
  await subscribe('501', END);
  await subscribe('502', '2026-04-01T00:03:00.000Z');
  await subscribe('503', null);
  await subscribe('504', END, 'cdp');
  expect(await run()).toEqual({ queued: 2, left: 0 });
  expect(messages()).toEqual([
    {
      kind: 'expiry',
      walletId: '501',
      subscriptionId: 's1',
      expiresAt: END,
      receivedAt: '2026-04-01T00:02:00.000Z',
      requestId: 'run-1',
    },
  ]);
  expect(messages('cdp')).toHaveLength(1);
});

test("in the consumer's group, where AIR's events of this wallet wait too", async () => {
  await subscribe('501', END);
  await run();
  const air = record({
    kind: 'air',
    walletId: '501',
    accountId: null,
    eventId: 'e',
    eventName: 'E',
    receivedAt: END,
    requestId: 'r',
    event: {},
  });
  expect(queued.get('crm')?.[0]?.group).toBe(air.attributes.MessageGroupId);
});

test('the next run does not queue it again while it waits there', async () => {
  await subscribe('501', END);
  await run();
  for (let n = 0; n < 12; n++) {
    clock.move(5 * 60_000);
    await run();
  }
  expect(messages()).toHaveLength(1);
});

test('but after days it does, in case its message was lost, with the same de-duplication id', async () => {
  await subscribe('501', END);
  await run();
  clock.move(96 * HOUR + 1);
  await run();
  const ids = queued.get('crm')?.map(({ deduplication }) => deduplication);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
});

test('not when it was told meanwhile', async () => {
  await subscribe('501', END);
  await run();
  await takeOutOfIndex(tables.table(name), 'crm', { walletId: '501', subscriptionId: 's1', expiresAt: END });
  clock.move(200 * HOUR);
  await run();
  expect(messages()).toHaveLength(1);
});

test('a queue that is down: the next run finds it again, and the other connectors are served', async () => {
  await subscribe('501', END);
  await subscribe('504', END, 'cdp');
  down.add('crm');
  expect(await run()).toEqual({ queued: 1, left: 1 });
  down.clear();
  expect(await run()).toEqual({ queued: 1, left: 0 });
  expect(messages()).toHaveLength(1);
  expect(messages('cdp')).toHaveLength(1);
});

test('a connector that is gone: said, and looked at again the next day', async () => {
  await subscribe('501', END, 'removed');
  expect(await run()).toEqual({ queued: 0, left: 1 });
  expect(output.lines.join('\n')).toContain('no such outbound connector');
  expect(await run()).toEqual({ queued: 0, left: 0 });
  clock.move(24 * HOUR + 1);
  expect(await run()).toEqual({ queued: 0, left: 1 });
});

test('a run that has no time left leaves the rest to the next', async () => {
  await subscribe('501', END);
  expect(await run(10_000)).toEqual({ queued: 0, left: 1 });
  expect(await run()).toEqual({ queued: 1, left: 0 });
});

test('hundreds at one midnight, over all shards, each once', async () => {
  const wallets = Array.from({ length: 350 }, (_, n) => `7${n}`);
  await Promise.all(wallets.map((walletId) => subscribe(walletId, END)));
  expect(await run()).toEqual({ queued: 350, left: 0 });
  const told = messages().map((message) => (message.kind === 'expiry' ? message.walletId : ''));
  expect([...told].sort()).toEqual([...wallets].sort());
  expect(new Set(wallets.map(dueShard))).toEqual(new Set(DUE_SHARDS));
});

test('one that was extended between the query and the queue keeps its new date', async () => {
  await subscribe('501', END);
  const slow = context();
  const extended: ExpiryContext = {
    ...slow,
    queues: {
      send: async (connector, sent) => {
        await subscribe('501', '2026-05-01T00:00:00.000Z');
        await slow.queues.send(connector, sent);
      },
    },
  };
  await queueDue(extended, 'run-2', () => 120_000);
  const rows = await tables.rows(name);
  expect(rows[0]?.dueAt).toBe('2026-05-01T00:00:00.000Z');
});
