import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { type Listening, listen, readBody } from '../../../local/emulators/http-server';
import { type AirSimulator, startAirSimulator } from '../../../local/simulators/air';
import { authHash } from '../../../local/simulators/air/wallet-api';
import { until } from '../until';

jest.setTimeout(30_000);

interface Transaction {
  accountId: string;
  account?: { type: string };
  event: string;
  value: number;
}
interface Answer {
  walletId: string;
  reference: string;
  type: string;
  accounts: Transaction[];
  errorMessage: string;
}
interface Posted {
  headers: Record<string, string>;
  request: { body: string };
  atomicOperations: { objectType: string; objectValue: Transaction }[];
  enrichmentData: Record<string, { identities: unknown[] }>;
}

const credentials = { clientId: 'unit-client', clientSecret: 'unit-secret' };
let air: AirSimulator;
let feed: Listening;
let posted: { headers: NodeJS.Dict<string | string[]>; event: Posted }[];
let feedAnswers: { status: number; headers?: Record<string, string> }[];

beforeEach(async () => {
  posted = [];
  feedAnswers = [];
  feed = await listen(async (incoming, response) => {
    const body = (await readBody(incoming))!.toString();
    posted.push({ headers: incoming.headers, event: JSON.parse(body) });
    const { status, headers } = feedAnswers.shift() ?? { status: 202 };
    response.writeHead(status, { 'x-amzn-requestid': 'request-1', ...headers }).end();
  });
  air = await startAirSimulator({
    credentials,
    deliveries: { retryDelaysMs: [20, 20, 20], timeoutMs: 1000 },
    now: () => new Date('2026-03-04T05:06:07.089Z'),
  });
  air.subscribe([{ url: `${feed.url}/out/programme`, key: 'feed-key' }]);
});
afterEach(async () => {
  await air.close();
  await feed.close();
});

const trigger = (reference: string, identityValue = 'CUST-4711', action = 'LATE-DELIVERY') =>
  JSON.stringify({ walletTransaction: { reference }, identityValue, triggers: [{ reference: action }] });

async function post(
  body: string,
  { hash, path = '/2.0/services/trigger' }: { hash?: string; path?: string } = {},
) {
  const answer = await fetch(`${air.url}${path}`, {
    method: 'POST',
    body,
    headers: {
      'X-EES-AUTH-CLIENT-ID': credentials.clientId,
      'X-EES-AUTH-HASH':
        hash ?? createHash('sha256').update(`${path}${body}${credentials.clientSecret}`).digest('hex'),
    },
  });
  return { status: answer.status, headers: answer.headers, json: (await answer.json()) as Answer };
}

test("its hash agrees with the vector of AIR's documentation", () => {
  expect(authHash('/wallet/555555', Buffer.alloc(0), '0987654321')).toBe(
    '76e132ab2154bb7139258b65134ddaf74c12a4242ce136b87a7335292fddc068',
  );
});

describe('a trigger that is right', () => {
  test('issues the points, and answers 201 with them', async () => {
    const { status, headers, json } = await post(trigger('ref-1'));
    expect(status).toBe(201);
    expect(headers.get('x-ees-called-unique-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(json).toMatchObject({ reference: 'ref-1', type: 'BEHAVIOURAL_ACTION_POINTS', status: 'SETTLED' });
    expect(json.accounts.map((each) => [each.account?.type, each.event, each.value])).toEqual([
      ['BEHAVIOURAL_ACTION', 'CREATE', 0],
      ['BEHAVIOURAL_ACTION', 'REDEEM', 250],
      ['POINTS', 'CREDIT', 250],
    ]);
    const wallet = air.programme.wallet('CUST-4711')!;
    expect(json.walletId).toBe(wallet.walletId);
    expect(wallet.points).toMatchObject({ current: 1490, usable: 1490 });
    expect(air.programme.rewardsOf(wallet.walletId, 'LATE-DELIVERY')).toHaveLength(1);
  });

  test('is followed by SERVICE.TRIGGER, posted with the key of the feed', async () => {
    await post(trigger('ref-1'));
    await air.deliveries.settled();
    await until(() => posted.length === 1);
    const { headers, event } = posted[0]!;
    expect(headers['x-auth-token']).toBe('feed-key');
    expect(event.headers).toMatchObject({
      eventName: 'SERVICE.TRIGGER',
      eventDate: '2026-03-04T05:06:07.089000',
      eesEventId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(JSON.parse(event.request.body)).toEqual(JSON.parse(trigger('ref-1')));
    const wallet = air.programme.wallet('CUST-4711')!;
    expect(event.enrichmentData[`walletEntity_${wallet.walletId}`]!.identities[0]).toMatchObject({
      type: 'CUSTOMER_ID',
      value: 'CUST-4711',
      status: 'ACTIVE',
    });
    expect(event.atomicOperations.map((each) => each.objectType)).toEqual([
      'walletAccountTransactionEntity',
      'walletAccountTransactionEntity',
      'walletAccountTransactionEntity',
      'tierMembershipEntity',
    ]);
    await until(() => air.deliveries.made.length === 1);
    expect(air.deliveries.made[0]).toMatchObject({ status: 202, attempt: 1, requestId: 'request-1' });
  });

  test('issues a coupon whose id stands in the answer, and is missing in the event', async () => {
    const { json } = await post(trigger('ref-1', 'CUST-4712', 'BIRTHDAY-TREAT'));
    expect(json.type).toBe('BEHAVIOURAL_ACTION_COUPON');
    const coupon = json.accounts.find((each) => each.account?.type === 'ECOUPON')!;
    expect(coupon.accountId).not.toBe('');
    await until(() => posted.length === 1);
    const created = posted[0]!.event.atomicOperations.map((each) => each.objectValue);
    expect(created.find((each) => each.account?.type === 'ECOUPON')!.accountId).toBe('');
    expect(air.programme.wallet('CUST-4712')!.coupons).toEqual([
      { accountId: coupon.accountId, campaignId: '730113', validUntil: '2026-04-03T05:06:07.089Z' },
    ]);
  });
});

describe('a trigger that is wrong issues nothing', () => {
  afterEach(() => expect(air.programme.issued).toEqual([]));

  test('a wrong hash is 401', async () => {
    expect((await post(trigger('r'), { hash: 'a'.repeat(64) })).status).toBe(401);
  });

  test('a hash over other bytes than were sent is 401', async () => {
    const reserialised = createHash('sha256')
      .update(`/2.0/services/trigger${trigger('r')}\n${credentials.clientSecret}`)
      .digest('hex');
    expect((await post(trigger('r'), { hash: reserialised })).status).toBe(401);
  });

  test('an unknown identity and an unknown action are told apart', async () => {
    const identity = await post(trigger('r', 'CUST-0'));
    const action = await post(trigger('r', 'CUST-4711', 'NOT-SET-UP'));
    expect([identity.status, action.status]).toEqual([404, 404]);
    expect(identity.json.errorMessage).toContain('identity');
    expect(action.json.errorMessage).toContain('action');
  });

  test.each([
    ['no JSON', '{', 'JSON'],
    ['no reference', '{"identityValue":"CUST-4711","triggers":[{"reference":"X"}]}', 'reference'],
    [
      'no identity',
      '{"walletTransaction":{"reference":"r"},"triggers":[{"reference":"X"}]}',
      'identityValue',
    ],
    [
      'no trigger',
      '{"walletTransaction":{"reference":"r"},"identityValue":"CUST-4711","triggers":[]}',
      'triggers',
    ],
  ])('%s is 400 that names it', async (_, body, named) => {
    const { status, json } = await post(body);
    expect(status).toBe(400);
    expect(json.errorMessage).toContain(named);
  });

  test('a path without its prefix is 404', async () => {
    expect((await post(trigger('r'), { path: '/services/trigger' })).status).toBe(404);
  });

  test('a chunked body is refused', async () => {
    const status = await new Promise((resolve) => {
      const outgoing = request(`${air.url}/2.0/services/trigger`, { method: 'POST' }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      outgoing.write('{');
      outgoing.end('}');
    });
    expect(status).toBe(411);
  });

  test('207: partly done, nothing issued', async () => {
    air.leavePartly(1);
    expect((await post(trigger('r'))).status).toBe(207);
  });
});

describe('a used reference', () => {
  test('is accepted by default: the second reward is issued, and counted', async () => {
    await post(trigger('same'));
    expect((await post(trigger('same'))).status).toBe(201);
    expect(air.issuedTwice().map((reward) => reward.reference)).toEqual(['same']);
    expect(air.programme.wallet('CUST-4711')!.points.current).toBe(1740);
  });

  test('is refused where AIR is set so', async () => {
    air.setUsedReference('refuse');
    await post(trigger('same'));
    const { status, json } = await post(trigger('same'));
    expect(status).toBe(400);
    expect(json.errorMessage).toContain('already');
    expect(air.issuedTwice()).toEqual([]);
  });
});

describe('faults', () => {
  test('a reset after the effect leaves a reward that the caller does not know of', async () => {
    air.fail({ kind: 'reset', effect: true });
    await expect(post(trigger('r'))).rejects.toThrow();
    expect(air.programme.issued).toHaveLength(1);
    await until(() => posted.length === 1);
  });

  test('a reset before it leaves none', async () => {
    air.fail({ kind: 'reset', effect: false });
    await expect(post(trigger('r'))).rejects.toThrow();
    expect(air.programme.issued).toEqual([]);
  });

  test('429 with Retry-After, then all is well', async () => {
    air.fail({ kind: 'answer', status: 429, headers: { 'retry-after': '1' } });
    const throttled = await post(trigger('r'));
    expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, '1']);
    expect((await post(trigger('r'))).status).toBe(201);
  });
});

describe('an event that is not taken', () => {
  test('is repeated until it is', async () => {
    feedAnswers = [{ status: 503 }, { status: 500 }];
    await post(trigger('r'));
    await until(() => posted.length === 3);
    await until(() => air.deliveries.made.length === 3);
    expect(air.deliveries.made.map(({ attempt, status }) => [attempt, status])).toEqual([
      [1, 503],
      [2, 500],
      [3, 202],
    ]);
    expect(new Set(posted.map(({ event }) => event.headers.eesEventId)).size).toBe(1);
  });

  test('waits as long as a 429 asks', async () => {
    feedAnswers = [{ status: 429, headers: { 'retry-after': '1' } }];
    await post(trigger('r'));
    await until(() => air.deliveries.made.length === 2);
    const [first, second] = air.deliveries.made;
    expect(second!.startedAt - first!.startedAt).toBeGreaterThanOrEqual(1000);
  });

  test("ends on AIR's own dead-letter queue", async () => {
    feedAnswers = Array(4).fill({ status: 503 });
    await post(trigger('r'));
    await until(() => air.deliveries.undelivered.length === 1);
    expect(air.deliveries.made).toHaveLength(4);
  });

  test('a receiver that is not there is repeated too', async () => {
    await feed.close();
    await post(trigger('r'));
    await until(() => air.deliveries.undelivered.length === 1);
    expect(air.deliveries.made.map(({ status }) => status)).toEqual([0, 0, 0, 0]);
  });
});

test('an event may be delivered twice', async () => {
  air.deliveries.deliverTwice(1);
  air.emit({ headers: { eventName: 'ANY.EVENT', eesEventId: 'one' } });
  air.emit({ headers: { eventName: 'ANY.EVENT', eesEventId: 'two' } });
  await until(() => posted.length === 3);
  expect(posted.map(({ event }) => event.headers.eesEventId).sort()).toEqual(['one', 'one', 'two']);
});

test("a wallet's identities can be looked up", async () => {
  const { walletId } = air.programme.wallet('CUST-4713')!;
  const path = `/2.0/wallet/${walletId}/identities`;
  const answer = await fetch(air.url + path, {
    headers: {
      'X-EES-AUTH-CLIENT-ID': credentials.clientId,
      'X-EES-AUTH-HASH': createHash('sha256').update(`${path}${credentials.clientSecret}`).digest('hex'),
    },
  });
  const json = (await answer.json()) as { results: { type: string; value: string }[] };
  expect(json.results.map(({ type, value }) => [type, value])).toContainEqual(['CUSTOMER_ID', 'CUST-4713']);
});
