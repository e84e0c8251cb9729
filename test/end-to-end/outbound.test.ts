import type { Local } from '../../local/local';
import type { Wallet } from '../../local/simulators/air/programme';
import { until } from '../local/until';
import { brazeOf, enter, newConsumer, pointsEvent, postEvent, startBundle, stopBundle } from './bundle';

jest.setTimeout(60_000);

let local: Local;
let number = 7000;

beforeAll(async () => {
  local = await startBundle({ visibilitySeconds: 3 });
});
afterAll(() => stopBundle(local));
afterEach(() => brazeOf(local).heal());

const nextConsumer = () => newConsumer(local, ++number);
const idOf = (wallet: Wallet) => wallet.identities[0]!.value;
const of = (wallet: Wallet) => (call: { body: string }) => call.body.includes(idOf(wallet));
const idle = () => until(async () => (await local.waiting('braze-news')) === 0, { withinMs: 30_000 });
const balance = (wallet: Wallet) => brazeOf(local).profile(idOf(wallet))?.attributes.ee_points_balance;

test('a wrong key is 401', async () => {
  const answer = await postEvent(local, pointsEvent(nextConsumer(), 5), 'x'.repeat(40));
  expect(answer.status).toBe(401);
});

test("an event reaches its consumer's profile", async () => {
  const wallet = nextConsumer();
  expect((await postEvent(local, pointsEvent(wallet, 5))).status).toBe(202);
  await until(() => balance(wallet) === 105);
});

test('Braze answers 429 and then takes it', async () => {
  const wallet = nextConsumer();
  brazeOf(local).fail({
    kind: 'answer',
    status: 429,
    headers: { 'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + 1) },
    when: of(wallet),
  });
  await postEvent(local, pointsEvent(wallet, 5));
  await until(() => balance(wallet) === 105, { withinMs: 40_000 });
  const calls = brazeOf(local).calls.filter(of(wallet));
  expect(calls.map(({ status }) => status)).toEqual([429, 201]);
});

test('Braze refuses one item: it alone is on the dead-letter queue, the others are delivered', async () => {
  const [bad, good] = [nextConsumer(), nextConsumer()];
  brazeOf(local).poison({
    when: (object) => object.external_id === idOf(bad),
    as: 'item',
    message: "Invalid 'properties' field",
  });
  await Promise.all([bad, good].map((wallet) => postEvent(local, pointsEvent(wallet, 5))));
  await until(() => balance(good) === 105);
  const letter = await until(async () =>
    (await local.deadLetters('braze-news')).find(({ body }) => body.includes(bad.walletId)),
  );
  expect(letter.attributes).toMatchObject({ reason: 'platform-refused', connector: 'braze-news' });
  await idle();
  expect(await local.deadLetters('braze-news')).toHaveLength(1);
});

test('a call that is refused whole is taken apart until the bad item stands alone', async () => {
  const before = (await local.deadLetters('braze-news')).length;
  const wallets = [nextConsumer(), nextConsumer(), nextConsumer()];
  brazeOf(local).poison({
    when: (object) => object.external_id === idOf(wallets[1]!),
    as: 'call',
    message: 'Bad syntax',
  });
  await Promise.all(wallets.map((wallet) => postEvent(local, pointsEvent(wallet, 5))));
  await until(() => balance(wallets[0]!) === 105 && balance(wallets[2]!) === 105);
  await idle();
  expect(await local.deadLetters('braze-news')).toHaveLength(before + 1);
});

test('an event that AIR delivers twice has one effect', async () => {
  const wallet = nextConsumer();
  local.air!.deliveries.deliverTwice(1);
  await enter(local, { identityValue: idOf(wallet) });
  await until(() => brazeOf(local).profile(idOf(wallet)));
  await local.air!.deliveries.settled();
  await idle();
  const posted = local.air!.deliveries.made.slice(-2).map(({ eventId, status }) => [eventId, status]);
  expect(posted).toEqual([posted[0], posted[0]]);
  const counts = [...brazeOf(local).eventCounts()].filter(([key]) => key.includes(idOf(wallet)));
  expect(counts.map(([, count]) => count)).toEqual([1]);
});

test('an event that SQS hands out twice has one effect', async () => {
  const wallet = nextConsumer();
  local.pollers['braze-news']!.loseDeletes(1);
  await enter(local, { identityValue: idOf(wallet) });
  await until(() => brazeOf(local).profile(idOf(wallet)));
  await idle();
  const counts = [...brazeOf(local).eventCounts()].filter(([key]) => key.includes(idOf(wallet)));
  expect(counts.map(([, count]) => count)).toEqual([1]);
});

test('what is no AIR event stands on the dead-letter queue with that reason', async () => {
  const answer = await postEvent(local, { hello: 'there' });
  expect(answer.status).toBe(202);
  const letter = await until(async () =>
    (await local.deadLetters('braze-news')).find(
      ({ attributes }) => attributes.reason === 'not-an-air-event',
    ),
  );
  expect(letter.attributes.connector).toBe('braze-news');
});

test('an outage of the table refuses no event, and none is lost', async () => {
  const wallet = nextConsumer();
  local.table.mode = 'down';
  const { status } = await postEvent(local, pointsEvent(wallet, 5));
  expect(status).toBe(202);
  await until(async () =>
    (await local.queues.contents('braze-news.fifo')).inFlight.some(({ receiveCount }) => receiveCount > 1),
  );
  expect(brazeOf(local).profile(idOf(wallet))).toBeNull();
  local.table.mode = 'up';
  await until(() => balance(wallet) === 105, { withinMs: 30_000 });
});

test('a function that is killed in mid-call: its event arrives nevertheless', async () => {
  const wallet = nextConsumer();
  brazeOf(local).fail({ kind: 'slow', ms: 20_000, when: of(wallet) });
  await enter(local, { identityValue: idOf(wallet) });
  await until(() => brazeOf(local).calls.some(of(wallet)));
  expect(local.functions['outbound-deliver-braze-news']!.kill()).toBeGreaterThan(0);
  await idle();
  const counts = [...brazeOf(local).eventCounts()].filter(([key]) => key.includes(idOf(wallet)));
  // Braze has no de-duplication key: a call whose function died may have had its effect, and is made again.
  expect(counts.map(([, count]) => count <= 2)).toEqual([true]);
});
