import type { Config } from '../../functions/connectors/config';
import { airMessage, rewardEvent } from './delivery/support/air-events';
import { TestAws } from './delivery/support/aws';
import { Bundled } from './delivery/support/bundled';
import { event, record } from './delivery/support/queue';
import { json, TestServer } from './delivery/support/server';
import { TestTable } from './delivery/support/table';

jest.setTimeout(60_000);
let tables: TestTable;
let aws: TestAws;
let braze: TestServer;
let bundled: Bundled;
let environment: Record<string, string>;

beforeAll(async () => {
  tables = await TestTable.start();
  await tables.create('state');
  aws = await TestAws.start();
  braze = await TestServer.start();
  aws.secrets = { 'braze-secret': { externalKeys: ['x'.repeat(40)], restKey: 'rest-key-1' } };
  const config: Config = {
    air: { walletUrl: 'https://air.example.com/2.0' },
    feeds: [],
    connectors: [
      {
        id: 'braze-news',
        platform: 'braze',
        direction: 'outbound',
        paused: false,
        maxConcurrency: 10,
        settings: {
          identityType: 'CUSTOMER_ID',
          currency: 'GBP',
          eventPrefix: 'EE ',
          attributePrefix: 'ee_',
          onlyChanged: true,
          personalFields: [],
          joinedWhen: 'wallet',
          restUrl: `${braze.url}/some/prefix`,
          updateExistingOnly: false,
          eCommerceEvents: 'off',
          onLeave: 'mark',
        },
      },
    ],
  };
  bundled = new Bundled('outbound-deliver', config);
  environment = {
    TABLE_NAME: 'state',
    CONNECTOR_ID: 'braze-news',
    QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/1/news.fifo',
    DEAD_LETTER_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/1/news-dead.fifo',
    SECRET_ID: 'braze-secret',
    AWS_ENDPOINT_URL_DYNAMODB: tables.url,
    AWS_ENDPOINT_URL_SQS: aws.server.url,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: aws.server.url,
  };
});
afterAll(async () => {
  bundled.remove();
  await Promise.all([tables.stop(), aws.server.stop(), braze.stop()]);
});
beforeEach(() => {
  braze.seen.length = 0;
  aws.sqs.length = 0;
  braze.answer = (_, response) => json(response, 201, { message: 'success' });
});
let events = 0;
const message = (walletId = '501') => {
  events += 1;
  const receivedAt = new Date().toISOString();
  return record(airMessage(rewardEvent({ eventId: `b-${events}`, walletId }), { walletId, receivedAt }));
};

test('the bundle tells a batch of ten consumers in one call to the platform', async () => {
  const users = Array.from({ length: 10 }, (_, n) => `51${n}`);
  const run = bundled.invoke(event(...users.map((user) => message(user))), environment);
  expect(await run.result).toEqual({ batchItemFailures: [] });
  expect(braze.seen).toHaveLength(1);
  const [call] = braze.seen;
  expect(call?.path).toBe('/some/prefix/users/track');
  expect(call?.headers.authorization).toBe('Bearer rest-key-1');
  const body = JSON.parse(call?.body ?? '') as { events: { external_id: string }[]; attributes: unknown[] };
  expect(body.events.map((told) => told.external_id)).toEqual(users.map((user) => `cust-${user}`));
  expect(body.attributes).toHaveLength(10);
  expect(run.output()).not.toMatch(/cust-51|rest-key-1/);
});

test('again, from AIR: nothing is called', async () => {
  const queued = message();
  await bundled.invoke(event(queued), environment).result;
  await bundled.invoke(event({ ...queued, messageId: 'another' }), environment).result;
  expect(braze.seen).toHaveLength(1);
});

test('killed with signal 9 in the middle of the call: told when the queue shows the message again', async () => {
  const queued = message();
  let inCall: () => void = () => {};
  const called = new Promise<void>((resolve) => {
    inCall = resolve;
  });
  braze.answer = () => inCall();
  const first = bundled.invoke(event(queued), environment);
  await called;
  first.process.kill('SIGKILL');
  await expect(first.result).rejects.toThrow('SIGKILL');
  braze.answer = (_, response) => json(response, 201, { message: 'success' });
  expect(await bundled.invoke(event(queued), environment).result).toEqual({ batchItemFailures: [] });
  expect(braze.seen).toHaveLength(2);
  expect(braze.seen[0]?.body).toBe(braze.seen[1]?.body);
});

test('a 503 comes back within 5 minutes', async () => {
  braze.answer = (_, response) => json(response, 503, {});
  const queued = message();
  const run = bundled.invoke(event(queued), environment);
  expect(await run.result).toEqual({ batchItemFailures: [{ itemIdentifier: queued.messageId }] });
  const [later] = aws.calls('ChangeMessageVisibilityBatch') as { Entries: { VisibilityTimeout: number }[] }[];
  expect(later?.Entries[0]?.VisibilityTimeout).toBeLessThanOrEqual(300);
});
