import { type Listening, listen } from '../../local/emulators/http-server';
import type { StandingMessage } from '../../local/emulators/queues';
import type { Local } from '../../local/local';
import { type AirSimulator, startAirSimulator } from '../../local/simulators/air';
import { startBrazeSimulator } from '../../local/simulators/braze';
import { windowOf } from '../../local/window';

jest.setTimeout(30_000);

const letter = (reason: string | undefined, body: string): StandingMessage => ({
  messageId: 'm',
  body,
  attributes: reason === undefined ? {} : { reason, connector: 'news' },
  groupId: 'g',
  sentAt: Date.parse('2026-03-04T05:06:07Z'),
  receiveCount: 1,
});

let air: AirSimulator;
let braze: Awaited<ReturnType<typeof startBrazeSimulator>>;
let server: Listening;
const moved: number[] = [];
let expiries = 0;

beforeAll(async () => {
  air = await startAirSimulator({ credentials: { clientId: 'c', clientSecret: 's' } });
  braze = await startBrazeSimulator({ restKey: 'rest-key' });
  const profile = { attributes: { ee_points_balance: 5 }, events: [] };
  const watched = {
    config: { connectors: [{ id: 'rewards' }, { id: 'news' }] },
    air,
    platforms: {
      braze: {
        simulator: braze,
        profile: (id: string) => (id === 'CUST 1' ? profile : null),
        profiles: () => ({ 'CUST 1': profile }),
      },
    },
    functions: { 'outbound-deliver-news': { kill: () => 2 } },
    deadLetters: async (id: string) =>
      id === 'news' ? [letter('expired', 'one'), letter('expired', 'two'), letter(undefined, 'three')] : [],
    waiting: async () => 7,
    moveClock: (ms: number) => moved.push(ms),
    expire: async () => {
      expiries += 1;
    },
  } as unknown as Local;
  server = await listen(windowOf(watched));
});
afterAll(async () => {
  await Promise.all([server.close(), air.close(), braze.close()]);
});

async function look(path: string, init?: RequestInit) {
  const answer = await fetch(`${server.url}/_local${path}`, init);
  return { status: answer.status, json: (await answer.json()) as unknown };
}
const post = (path: string, body = '') => look(path, { method: 'POST', body });

test('without a question it says what can be asked', async () => {
  expect((await look('')).json).toHaveProperty('GET /_local/queues');
  expect((await look('/nonsense')).status).toBe(404);
});

test('queues: what waits, and dead letters by reason', async () => {
  expect((await look('/queues')).json).toEqual({
    rewards: { waiting: 7, deadLetters: {} },
    news: { waiting: 7, deadLetters: { expired: 2, unsettled: 1 } },
  });
});

test('dead letters with all that is known of them', async () => {
  expect(((await look('/dead-letters/news')).json as unknown[])[0]).toEqual({
    messageId: 'm',
    sentAt: '2026-03-04T05:06:07.000Z',
    reason: 'expired',
    connector: 'news',
    message: 'one',
  });
});

test("AIR's consumers and rewards", async () => {
  const { json } = await look('/air');
  expect(json).toMatchObject({ rewards: [], undelivered: 0 });
  expect((json as { consumers: unknown[] }).consumers).toHaveLength(3);
});

test("a platform's profiles, one or all", async () => {
  expect((await look('/braze/profiles/CUST%201')).json).toMatchObject({
    attributes: { ee_points_balance: 5 },
  });
  expect(Object.keys((await look('/braze/profiles')).json as object)).toEqual(['CUST 1']);
  expect((await look('/braze/profiles/none')).status).toBe(404);
});

test('a planned fault fails the next call, and the call can be seen', async () => {
  await post('/braze/fail', '{"kind":"answer","status":429}');
  const answer = await fetch(`${braze.url}/users/track`, { method: 'POST', body: '{}' });
  expect(answer.status).toBe(429);
  expect((await look('/braze/calls')).json).toEqual([
    expect.objectContaining({ method: 'POST', path: '/users/track', json: {}, status: 429 }),
  ]);
  expect((await post('/braze/fail', '{')).status).toBe(400);
  expect((await post('/nobody/fail', '{}')).status).toBe(404);
});

test('the clock moves by days, and what is due then is told', async () => {
  expect((await post('/clock?days=45')).status).toBe(200);
  expect(moved).toEqual([45 * 24 * 3600 * 1000]);
  expect(expiries).toBe(1);
  expect((await post('/clock?days=soon')).status).toBe(400);
  expect((await post('/clock')).status).toBe(400);
});

test('functions in a call can be killed', async () => {
  expect((await post('/kill/outbound-deliver-news')).json).toEqual({ killed: 2 });
  const { status, json } = await post('/kill/nobody');
  expect(status).toBe(404);
  expect(json).toEqual({ message: 'expected one of outbound-deliver-news' });
});

test.each([
  ['boom', 'expected JSON, for example {"kind":"answer","status":429,"times":3}'],
  ['', 'expected JSON, for example {"kind":"answer","status":429,"times":3}'],
  ['null', 'kind: expected answer, reset or slow'],
  ['{"kind":"boom"}', 'kind: expected answer, reset or slow'],
  ['{"kind":"answer","status":"abc"}', 'status: expected an HTTP status, 200 to 599'],
  ['{"kind":"slow"}', 'ms: expected a number of ms'],
  ['{"kind":"reset","time":3}', 'time: no such field; reset has times, effect'],
  ['{"kind":"answer","status":429,"times":0}', 'times: expected a number of calls'],
])('a failure that cannot be planned is said to be none: %s', async (body, message) => {
  expect(await post('/braze/fail', body)).toEqual({ status: 400, json: { message } });
});
