/** The handler as Lambda loads it, with real clients against emulators of SQS and Secrets Manager. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import timers from 'node:timers';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { decodeMessage } from '../../functions/connectors/message-decoding';
import type { ApiEvent } from '../../functions/connectors/request';
import { QueueEmulator } from '../../local/emulators/queues';
import { SecretsEmulator } from '../../local/emulators/secrets';
import { until } from '../local/until';
import { apiEvent } from './connectors/api-event';
import { catchOutput, decisions } from './connectors/output';

const KEY = 'first-external-key-of-this-connector-1';
const NEXT_KEY = 'next-external-key-of-this-connector-02';
const out = catchOutput();
const folder = mkdtempSync(join(tmpdir(), 'inbound-receive-'));
let queues: QueueEmulator;
let secrets: SecretsEmulator;
let handler: (event: ApiEvent, context: unknown) => Promise<APIGatewayProxyResult>;

beforeAll(async () => {
  [queues, secrets] = await Promise.all([QueueEmulator.start(), SecretsEmulator.start()]);
  const options = { visibilitySeconds: 30, retentionSeconds: 1_209_600, maxReceiveCount: 200 };
  await queues.create('rewards.fifo', 'rewards-dead-letter.fifo', options);
  const connector = { id: 'rewards', platform: 'braze', direction: 'inbound', paused: false, settings: {} };
  writeFileSync(
    join(folder, 'connectors.json'),
    JSON.stringify({ air: { walletUrl: 'https://air.test/2.0' }, feeds: [], connectors: [connector] }),
  );
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_SQS: queues.url,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
    LAMBDA_TASK_ROOT: folder,
    TABLE_NAME: 'table',
    // As in production: a host that only AWS has.
    QUEUE_URL_BASE: 'https://sqs.eu-west-1.amazonaws.com/000000000000',
    QUEUES: JSON.stringify({ rewards: 'rewards.fifo' }),
    SECRETS: JSON.stringify({ rewards: 'secret-of-rewards' }),
  });
});
/** A process of its own, that knows no secret yet. */
async function coldStart(): Promise<void> {
  jest.resetModules();
  ({ handler } = (await import('../../functions/inbound-receive')) as never);
}
afterAll(async () => {
  queues.stop();
  await secrets.stop();
  rmSync(folder, { recursive: true });
});

const own = (identityValue: string, reference = `o-${identityValue}`) => ({
  type: 'services/trigger',
  body: { identityValue, walletTransaction: { reference }, triggers: [{ reference: 'WELCOME' }] },
});
const post = async (body: unknown, key = KEY, context: unknown = {}) =>
  handler(
    apiEvent({ platform: 'braze', connectorId: 'rewards' }, JSON.stringify(body), { 'X-Auth-Token': key }),
    context,
  );
const standing = async () =>
  (await queues.contents('rewards.fifo')).ready.map(({ body }) => decodeMessage(body));

test('from nothing to a reward on the queue, and every step between', async () => {
  // Secrets Manager is away, and the function has hardly any time left: an answer half a second before its end.
  secrets.mode = 'silent';
  await coldStart();
  // The handler's end is a timer of middy's, which is not the global one.
  const timer = jest.spyOn(timers, 'setTimeout');
  expect((await post(own('c-1'), KEY, { getRemainingTimeInMillis: () => 700 })).statusCode).toBe(503);
  expect(timer.mock.calls.map(([, ms]) => ms)).toContain(200);
  expect(decisions(out.lines).at(-1)).toMatchObject({ detail: expect.stringMatching(/^TimeoutError/) });

  // With time enough, Secrets Manager is given up and the caller is asked to come again.
  await coldStart();
  expect((await post(own('c-1'))).statusCode).toBe(503);
  expect(decisions(out.lines).at(-1)).toMatchObject({ reason: 'secrets-unavailable' });
  secrets.mode = 'up';

  // Then the secret has no value yet: that is no different from a wrong key.
  await until(async () => (await post(own('c-1'))).statusCode === 401);
  expect(decisions(out.lines).at(-1)).toMatchObject({ reason: 'secret-not-set-up' });
});

describe('with a key', () => {
  beforeAll(async () => {
    secrets.set('secret-of-rewards', { externalKeys: [KEY] });
    // A missing value is asked for again after 30 s; a process that starts now finds it at once.
    await coldStart();
  });

  test('a reward stands on the queue when its caller has the 202', async () => {
    const answer = await post(own('c-1'));
    expect(answer.statusCode).toBe(202);
    expect(await standing()).toMatchObject([
      {
        kind: 'reward',
        identityValue: 'c-1',
        action: 'WELCOME',
        requestId: JSON.parse(answer.body).requestId,
      },
    ]);
  });

  test('the same request again is still one message', async () => {
    const before = (await standing()).length;
    await post(own('c-2'));
    await post(own('c-2'));
    expect(await standing()).toHaveLength(before + 1);
  });

  test('a thousand wrong keys make one call to Secrets Manager, and the right one still opens', async () => {
    const before = secrets.reads.get('secret-of-rewards') ?? 0;
    for (let attempt = 0; attempt < 1000; attempt++)
      expect((await post({}, `wrong-key-number-${attempt}-of-a-thousand`)).statusCode).toBe(401);
    expect((secrets.reads.get('secret-of-rewards') ?? 0) - before).toBeLessThanOrEqual(1);
    expect((await post(own('c-3'))).statusCode).toBe(202);
  });

  test('an outage of Secrets Manager changes nothing', async () => {
    secrets.mode = 'down';
    expect((await post(own('c-4'))).statusCode).toBe(202);
    secrets.mode = 'up';
  });

  test('while SQS is away the caller is asked to come again, and then succeeds', async () => {
    await queues.setDown(true);
    const answer = await post(own('c-5'));
    expect(answer.statusCode).toBe(503);
    expect(answer.headers?.['retry-after']).toMatch(/^\d+$/);
    await queues.setDown(false);
    expect((await post(own('c-5'))).statusCode).toBe(202);
  });

  test('a second key is valid beside the first while they are changed over', async () => {
    secrets.set('secret-of-rewards', { externalKeys: [KEY, NEXT_KEY] });
    await coldStart();
    expect((await post(own('c-6'), KEY)).statusCode).toBe(202);
    expect((await post(own('c-7'), NEXT_KEY)).statusCode).toBe(202);
    // The first one is taken out: it opens until the value is read again, the second one is not affected.
    secrets.set('secret-of-rewards', { externalKeys: [NEXT_KEY] });
    expect((await post(own('c-8'), NEXT_KEY)).statusCode).toBe(202);
  });

  test('many rewards at once all arrive', async () => {
    const before = (await standing()).length;
    const many = Array.from({ length: 100 }, (_, index) => ({ reference: `ACTION-${index}` }));
    const body = { type: 'services/trigger', body: { identityValue: 'c-9', triggers: many } };
    expect(JSON.parse((await post(body, NEXT_KEY)).body).accepted).toBe(100);
    const arrived = (await standing()).slice(before).map((message) => (message as { action: string }).action);
    expect(arrived).toEqual(many.map(({ reference }) => reference));
  });
});

test('what is no event at all is an answer too', async () => {
  const answer = await handler(null as never, {});
  expect(answer.statusCode).toBe(503);
  expect(answer.body).not.toMatch(/TypeError|null/);
});
