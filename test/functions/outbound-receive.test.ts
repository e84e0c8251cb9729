/** The handler as Lambda loads it, with real clients against emulators of SQS, DynamoDB and Secrets Manager. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { lookUp } from '../../functions/connectors/directory';
import { decodeMessage } from '../../functions/connectors/message-decoding';
import type { ApiEvent } from '../../functions/connectors/request';
import { Table } from '../../functions/connectors/table';
import { QueueEmulator } from '../../local/emulators/queues';
import { SecretsEmulator } from '../../local/emulators/secrets';
import { TABLE_NAME, TableEmulator } from '../../local/emulators/state-table';
import { until } from '../local/until';
import { airEvent, enriched, points } from './connectors/air-event';
import { apiEvent } from './connectors/api-event';
import { catchOutput, decisions, figures } from './connectors/output';
import { holdTimers } from './hold-timers';

const KEY = 'the-external-key-of-the-whole-feed-01';
const out = catchOutput();
const folder = mkdtempSync(join(tmpdir(), 'outbound-receive-'));
let queues: QueueEmulator;
let secrets: SecretsEmulator;
let table: TableEmulator;
let silent: Server;
let unanswered = 0;
let handler: (event: ApiEvent, context: unknown) => Promise<APIGatewayProxyResult>;

const connector = (id: string) => ({
  id,
  platform: 'braze',
  direction: 'outbound',
  feed: 'programme',
  paused: false,
  settings: { identityType: 'CUSTOMER_ID' },
});

beforeAll(async () => {
  [queues, secrets, table] = await Promise.all([
    QueueEmulator.start(),
    SecretsEmulator.start(),
    TableEmulator.start(),
  ]);
  // Takes connections and never answers.
  silent = createServer(() => {
    unanswered += 1;
  });
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const options = { visibilitySeconds: 30, retentionSeconds: 1_209_600, maxReceiveCount: 200 };
  await Promise.all(
    ['news', 'ads'].map((id) => queues.create(`${id}.fifo`, `${id}-dead-letter.fifo`, options)),
  );
  writeFileSync(
    join(folder, 'connectors.json'),
    JSON.stringify({
      air: { walletUrl: 'https://air.test/2.0' },
      feeds: [{ id: 'programme' }],
      connectors: ['news', 'ads'].map(connector),
    }),
  );
  secrets.set('secret-of-feed', { externalKeys: [KEY] });
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: table.url,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
    LAMBDA_TASK_ROOT: folder,
    TABLE_NAME,
    QUEUE_URL_BASE: 'https://sqs.eu-west-1.amazonaws.com/000000000000',
    QUEUES: JSON.stringify({ news: 'news.fifo', ads: 'ads.fifo' }),
    SECRETS: JSON.stringify({ 'feed/programme': 'secret-of-feed' }),
  });
});
afterEach(() => jest.useRealTimers());
afterAll(async () => {
  queues.stop();
  silent.closeAllConnections();
  silent.close();
  await Promise.all([secrets.stop(), table.stop()]);
  rmSync(folder, { recursive: true });
});

/** A process of its own, with SQS at this address. */
async function coldStart(sqs = queues.url): Promise<void> {
  process.env.AWS_ENDPOINT_URL_SQS = sqs;
  jest.resetModules();
  ({ handler } = (await import('../../functions/outbound-receive')) as never);
}
const post = async (event: unknown) =>
  handler(apiEvent({ name: 'programme' }, JSON.stringify(event), { 'X-Auth-Token': KEY }), {});
const standing = async (id: string) =>
  (await queues.contents(`${id}.fifo`)).ready.map(({ body }) => decodeMessage(body));

test('an event stands on each queue of its feed, and the directory has learnt, when AIR has the 202', async () => {
  await coldStart();
  const enrichment = enriched('w-1', { CUSTOMER_ID: 'c-1', EMAIL: 'jo@shop.example' });
  const event = airEvent({ id: 'e-1', operations: [points('w-1', 'a-1')], enrichment });
  const answer = await post(event);
  expect(answer.statusCode).toBe(202);
  for (const id of ['news', 'ads'])
    expect(await standing(id)).toMatchObject([{ kind: 'air', walletId: 'w-1', eventId: 'e-1', event }]);
  expect(await lookUp(new Table(table.client, TABLE_NAME), [], ['a-1'])).toMatchObject({
    identities: { 'w-1': { CUSTOMER_ID: 'c-1' } },
    wallets: { 'a-1': 'w-1' },
  });
  await post(event);
  expect(await standing('news')).toHaveLength(1);
});

test('a table that fails refuses no event', async () => {
  await coldStart();
  table.mode = 'down';
  const enrichment = enriched('w-2', { CUSTOMER_ID: 'c-2' });
  expect((await post(airEvent({ operations: [points('w-2', 'a-2')], enrichment }))).statusCode).toBe(202);
  expect(figures(out.lines, 'DirectoryUnavailable')).toHaveLength(1);
  table.mode = 'up';
});

test('an SQS that never answers is given two tries of 2 s, and AIR is asked to come again within 10 s', async () => {
  await coldStart(`http://127.0.0.1:${(silent.address() as AddressInfo).port}`);
  holdTimers();
  // Of nobody: the directory, whose patience is held too, has no part in it.
  const pending = post(airEvent({ name: 'CAMPAIGN.UPDATE' }));
  // Both queues, once and then once more.
  await until(() => unanswered === 2);
  await jest.advanceTimersByTimeAsync(2000);
  // Through the pause between the tries, whose length is drawn.
  await until(async () => {
    await jest.advanceTimersByTimeAsync(1);
    return unanswered === 4;
  });
  await jest.advanceTimersByTimeAsync(2000);
  const answer = await pending;
  expect(answer.statusCode).toBe(503);
  expect(answer.headers?.['retry-after']).toMatch(/^\d+$/);
  expect(unanswered).toBe(4);
  expect(decisions(out.lines)).toMatchObject([
    { decision: 'problem', connector: 'news', detail: 'AbortError' },
    { decision: 'problem', connector: 'ads', detail: 'AbortError' },
    { decision: 'unavailable', connector: 'feed/programme' },
  ]);
});
