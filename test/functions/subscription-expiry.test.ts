import { dueShard } from '../../functions/delivery/due';
import { TestAws } from './delivery/support/aws';
import { Bundled } from './delivery/support/bundled';
import { TestTable } from './delivery/support/table';

jest.setTimeout(60_000);

test('the bundle puts what is due on its queue, and says how many', async () => {
  const tables = await TestTable.start();
  await tables.create('state');
  const aws = await TestAws.start();
  const endsAt = '2026-01-31T23:59:59.000Z';
  await tables.table('state').put({
    pk: 'W#1',
    sk: 'SUBSCRIPTION#braze-news#s1',
    connector: 'braze-news',
    walletId: '501',
    subscriptionId: 's1',
    endsAt,
    status: 'active',
    dueShard: dueShard('501'),
    dueAt: endsAt,
  });
  const bundled = new Bundled('subscription-expiry', {
    air: { walletUrl: 'https://air.example.com' },
    feeds: [],
    connectors: [],
  });
  const run = bundled.invoke(
    {},
    {
      TABLE_NAME: 'state',
      QUEUE_URL_BASE: 'https://sqs.eu-west-1.amazonaws.com/1',
      QUEUES: JSON.stringify({ 'braze-news': 'news.fifo' }),
      AWS_ENDPOINT_URL_DYNAMODB: tables.url,
      AWS_ENDPOINT_URL_SQS: aws.server.url,
    },
  );
  expect(await run.result).toEqual({ queued: 1, left: 0 });
  const [sent] = aws.calls('SendMessageBatch') as { QueueUrl: string; Entries: { MessageBody: string }[] }[];
  expect(sent?.QueueUrl).toBe('https://sqs.eu-west-1.amazonaws.com/1/news.fifo');
  expect(JSON.parse(sent?.Entries[0]?.MessageBody ?? '')).toMatchObject({
    kind: 'expiry',
    subscriptionId: 's1',
    expiresAt: endsAt,
  });
  bundled.remove();
  await Promise.all([tables.stop(), aws.server.stop()]);
});
