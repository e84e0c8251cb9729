import type { Local } from '../../local/local';
import { localKey } from '../../local/local-key';
import { until } from '../local/until';
import { brazeOf, enter, newConsumer, startBundle, stopBundle } from './bundle';

jest.setTimeout(60_000);

let local: Local;
let number = 6000;

beforeAll(async () => {
  local = await startBundle({ visibilitySeconds: 3 });
});
afterAll(() => stopBundle(local));
afterEach(() => local.air!.heal());

const nextConsumer = () => newConsumer(local, ++number);
const rewards = (walletId: string) => local.air!.programme.rewardsOf(walletId);
const letterFor = (identityValue: string) =>
  until(async () =>
    (await local.deadLetters('braze-rewards')).find(({ body }) => body.includes(identityValue)),
  );

test('an audience entry becomes points in AIR, and events and attributes in Braze', async () => {
  const wallet = nextConsumer();
  const { value } = wallet.identities[0]!;
  const answer = await enter(local, { identityValue: value });
  expect(answer.status).toBe(202);
  const { requestId } = (await answer.json()) as { requestId: string };
  expect(requestId).toBe(answer.headers.get('x-amzn-requestid'));
  const profile = await until(() => brazeOf(local).profile(value));
  expect(profile.attributes).toMatchObject({ ee_points_balance: 350 });
  expect(profile.events).toEqual([
    expect.objectContaining({
      name: 'EE Reward Issued',
      properties: expect.objectContaining({ points: 250, action_references: ['LATE-DELIVERY'] }),
    }),
  ]);
  expect(rewards(wallet.walletId)).toHaveLength(1);
});

test('a coupon as a reward is told with the id that only the answer has', async () => {
  const wallet = nextConsumer();
  await enter(local, { identityValue: wallet.identities[0]!.value, action: 'BIRTHDAY-TREAT' });
  const profile = await until(() => brazeOf(local).profile(wallet.identities[0]!.value));
  const issued = profile.events.find(({ name }) => name === 'EE Reward Issued')!;
  expect(issued.properties.coupons).toEqual([
    expect.objectContaining({ coupon_id: wallet.coupons[0]!.accountId, campaign_id: '730113' }),
  ]);
});

test.each([
  ['a wrong key', 'wrong-key-wrong-key-wrong-key-wrong-key'],
  ["another connector's key", localKey('braze-news')],
])('%s is 401, and nothing happens', async (_, key) => {
  const wallet = nextConsumer();
  const answer = await enter(local, { identityValue: wallet.identities[0]!.value }, key);
  expect(answer.status).toBe(401);
  const later = nextConsumer();
  await enter(local, { identityValue: later.identities[0]!.value });
  await until(() => rewards(later.walletId).length === 1);
  expect(rewards(wallet.walletId)).toEqual([]);
});

test('a body without a consumer is 400 that names the field', async () => {
  const answer = await fetch(`${local.url}/in/braze/braze-rewards`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'X-Auth-Token': localKey('braze-rewards') },
    body: JSON.stringify({ dispatch_id: 'd', action_reference: 'LATE-DELIVERY' }),
  });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain('user_id');
});

test('an identity that AIR does not know ends on the dead-letter queue with that reason', async () => {
  expect((await enter(local, { identityValue: 'CUST-UNKNOWN' })).status).toBe(202);
  const letter = await letterFor('CUST-UNKNOWN');
  expect(letter.attributes).toMatchObject({
    reason: 'consumer-not-found',
    connector: 'braze-rewards',
    attempts: '1',
    action: 'LATE-DELIVERY',
  });
  expect(letter.attributes.detail).not.toContain('CUST-UNKNOWN');
});

test('an action that AIR does not know ends there with another', async () => {
  const { value } = nextConsumer().identities[0]!;
  await enter(local, { identityValue: value, action: 'NO-SUCH-ACTION' });
  expect((await letterFor(value)).attributes).toMatchObject({
    reason: 'action-not-found',
    action: 'NO-SUCH-ACTION',
  });
});

test('the same entry twice is one reward', async () => {
  const wallet = nextConsumer();
  const entry = { identityValue: wallet.identities[0]!.value, entryId: 'the-same' };
  const answers = await Promise.all([enter(local, entry), enter(local, entry)]);
  expect(answers.map(({ status }) => status)).toEqual([202, 202]);
  await until(() => rewards(wallet.walletId).length > 0);
  await until(async () => (await local.waiting('braze-rewards')) === 0);
  expect(rewards(wallet.walletId)).toHaveLength(1);
  expect(local.air!.issuedTwice()).toEqual([]);
});

test('AIR answers 429 and then 503: the reward comes late, once', async () => {
  const wallet = nextConsumer();
  const { value } = wallet.identities[0]!;
  const when = (call: { body: string }) => call.body.includes(value);
  local.air!.fail({ kind: 'answer', status: 429, headers: { 'retry-after': '1' }, when });
  await enter(local, { identityValue: value });
  await until(() => rewards(wallet.walletId).length === 1, { withinMs: 30_000 });
  expect(local.air!.issuedTwice()).toEqual([]);
});

test('a new External Key works at once, beside the old one', async () => {
  const [old, next] = [localKey('braze-rewards'), localKey('braze-rewards, rotated')];
  const { value } = nextConsumer().identities[0]!;
  expect((await enter(local, { identityValue: value }, next)).status).toBe(401);
  local.secrets.set('braze-rewards', { externalKeys: [old, next] });
  // A wrong key has the secret read again at most every 30 s.
  local.moveClock(31_000);
  expect((await enter(local, { identityValue: value }, next)).status).toBe(202);
  expect((await enter(local, { identityValue: value }, old)).status).toBe(202);
});

test('an outage of Secrets Manager changes nothing once a key was read', async () => {
  local.secrets.mode = 'down';
  const { value } = nextConsumer().identities[0]!;
  expect((await enter(local, { identityValue: value })).status).toBe(202);
  local.secrets.mode = 'up';
});

test('an outage of the queue is 503, and the same entry again is one reward', async () => {
  const wallet = nextConsumer();
  const entry = { identityValue: wallet.identities[0]!.value, entryId: 'during-an-outage' };
  await local.queues.setDown(true);
  const refused = await enter(local, entry);
  expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([503, true]);
  await local.queues.setDown(false);
  expect((await enter(local, entry)).status).toBe(202);
  await until(() => rewards(wallet.walletId).length === 1);
});

test('a function that is killed in mid-call leaves one reward, not two, and none is lost', async () => {
  const wallet = nextConsumer();
  const { value } = wallet.identities[0]!;
  local.air!.fail({ kind: 'slow', ms: 20_000, when: (call) => call.body.includes(value) });
  await enter(local, { identityValue: value });
  await until(() => rewards(wallet.walletId).length === 1);
  expect(local.functions['inbound-deliver-braze-rewards']!.kill()).toBeGreaterThan(0);
  // AIR's own event says that it was issued, and settles what the killed call left open.
  await until(() => brazeOf(local).profile(value));
  await until(async () => (await local.waiting('braze-rewards')) === 0, { withinMs: 90_000 });
  expect(rewards(wallet.walletId)).toHaveLength(1);
  expect((await local.deadLetters('braze-rewards')).filter(({ body }) => body.includes(value))).toEqual([]);
}, 120_000);
