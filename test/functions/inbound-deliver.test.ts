import { authHash } from '../../functions/air/trigger';
import type { Config } from '../../functions/connectors/config';
import { rewardKey } from '../../functions/connectors/keys';
import { TestAws } from './delivery/support/aws';
import { Bundled } from './delivery/support/bundled';
import { AIR_SECRET, reward as rewardOf } from './delivery/support/inbound';
import { event, record } from './delivery/support/queue';
import { json, TestServer } from './delivery/support/server';
import { TestTable } from './delivery/support/table';

jest.setTimeout(60_000);
let tables: TestTable;
let aws: TestAws;
let air: TestServer;
let bundled: Bundled;
let environment: Record<string, string>;

beforeAll(async () => {
  tables = await TestTable.start();
  await tables.create('state');
  aws = await TestAws.start();
  air = await TestServer.start();
  aws.secrets = { 'air-secret': AIR_SECRET };
  const config: Config = {
    air: { walletUrl: `${air.url}/2.0` },
    feeds: [],
    connectors: [
      {
        id: 'braze-rewards',
        platform: 'braze',
        direction: 'inbound',
        paused: false,
        maxConcurrency: 10,
        settings: { limits: { perActionPerHour: 100, perConsumerPerDay: 100 }, onUnknownOutcome: 'park' },
      },
    ],
  };
  bundled = new Bundled('inbound-deliver', config);
  environment = {
    TABLE_NAME: 'state',
    CONNECTOR_ID: 'braze-rewards',
    QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/1/rewards.fifo',
    DEAD_LETTER_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/1/rewards-dead.fifo',
    SECRET_ID: 'air-secret',
    AWS_ENDPOINT_URL_DYNAMODB: tables.url,
    AWS_ENDPOINT_URL_SQS: aws.server.url,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: aws.server.url,
  };
});
afterAll(async () => {
  bundled.remove();
  await Promise.all([tables.stop(), aws.server.stop(), air.stop()]);
});
beforeEach(() => {
  air.seen.length = 0;
  aws.sqs.length = 0;
  air.answer = (_, response) =>
    json(response, 201, { walletId: '77', walletTransactionId: '1' }, { 'x-ees-called-unique-id': 'call-7' });
});
/** Of just now: here the clock is the machine's. */
const reward = () => rewardOf({ receivedAt: new Date().toISOString() });
const stateOf = async (key: string) =>
  (await tables.table('state').get([rewardKey(key)]))(rewardKey(key))?.state;

test('the bundle calls AIR once, with the hash of exactly what it sends', async () => {
  const message = reward();
  const run = bundled.invoke(event(record(message)), environment);
  expect(await run.result).toEqual({ batchItemFailures: [] });
  expect(air.seen).toHaveLength(1);
  const [call] = air.seen;
  expect(call?.path).toBe('/2.0/services/trigger');
  expect(call?.headers['x-ees-auth-client-id']).toBe(AIR_SECRET.clientId);
  expect(call?.headers['x-ees-auth-hash']).toBe(
    authHash('/2.0/services/trigger', call?.body ?? '', AIR_SECRET.clientSecret),
  );
  expect(await stateOf(message.key)).toBe('issued');
  expect(run.output()).toContain('"airCallId":"call-7"');
  expect(run.output()).not.toMatch(/C-1|air-secret-of/);
});

test('what AIR refuses stands on the dead-letter queue, and the handler is done with it', async () => {
  air.answer = (_, response) => json(response, 404, { errorCode: 'X', message: 'Unknown action reference' });
  const queued = record(reward());
  const run = bundled.invoke(event(queued), environment);
  expect(await run.result).toEqual({ batchItemFailures: [] });
  const [letter] = aws.calls('SendMessage');
  expect(letter).toMatchObject({
    QueueUrl: environment.DEAD_LETTER_QUEUE_URL,
    MessageBody: queued.body,
    MessageAttributes: { reason: { StringValue: 'action-not-found' } },
  });
});

test('429 comes back, after what AIR asks for', async () => {
  air.answer = (_, response) => json(response, 429, {}, { 'retry-after': '7' });
  const queued = record(reward());
  const run = bundled.invoke(event(queued), environment);
  expect(await run.result).toEqual({ batchItemFailures: [{ itemIdentifier: queued.messageId }] });
  const [later] = aws.calls('ChangeMessageVisibilityBatch') as { Entries: { VisibilityTimeout: number }[] }[];
  expect(later?.Entries[0]?.VisibilityTimeout).toBeGreaterThanOrEqual(7);
  await tables.clear('state');
});

test('G7 killed with signal 9 in the middle of the call: the reward is parked, never sent again', async () => {
  const message = reward();
  let inCall: () => void = () => {};
  const called = new Promise<void>((resolve) => {
    inCall = resolve;
  });
  air.answer = () => inCall();
  const first = bundled.invoke(event(record(message)), environment);
  await called;
  first.process.kill('SIGKILL');
  await expect(first.result).rejects.toThrow('SIGKILL');
  expect(await stateOf(message.key)).toBe('sent');
  air.answer = (_, response) => json(response, 201, {});
  // Its lease is over, as it is when the queue shows the message again.
  const table = tables.table('state');
  await table.update(rewardKey(message.key), {
    expression: 'SET leaseUntilMs = :past',
    values: { ':past': 1 },
  });
  const second = bundled.invoke(event(record(message)), environment);
  expect(await second.result).toEqual({ batchItemFailures: [] });
  expect(air.seen).toHaveLength(1);
  expect(aws.calls('SendMessage')[0]).toMatchObject({
    MessageAttributes: { reason: { StringValue: 'reward-outcome-unknown' } },
  });
});

test('a missing variable is named', async () => {
  const { SECRET_ID: _, ...rest } = environment;
  await expect(bundled.invoke(event(), rest).result).rejects.toThrow('SECRET_ID');
});

test('a connector that is not in connectors.json is named', async () => {
  const run = bundled.invoke(event(), { ...environment, CONNECTOR_ID: 'nobody' });
  await expect(run.result).rejects.toThrow('connectors.json has no inbound connector "nobody"');
});
