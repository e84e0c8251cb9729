import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { QueueEmulator } from '../../local/emulators/queues';
import { Poller } from '../../local/poller';
import { doneWith } from '../../local/poller-event';
import { until } from './until';

jest.setTimeout(30_000);

let queues: QueueEmulator;
let poller: Poller | null = null;
let count = 0;
let name: string;

beforeAll(async () => {
  queues = await QueueEmulator.start();
});
afterAll(() => queues.stop());
beforeEach(async () => {
  name = `polled-${++count}.fifo`;
  const options = { visibilitySeconds: 1, retentionSeconds: 60, maxReceiveCount: 100 };
  await queues.create(name, `dead-${name}`, options);
});
afterEach(async () => {
  await poller?.pause();
});

const send = (body: string, group: string) =>
  queues.client.send(
    new SendMessageCommand({
      QueueUrl: queues.queueUrl(name),
      MessageBody: body,
      MessageGroupId: group,
      MessageDeduplicationId: body,
      MessageAttributes: {
        reason: { DataType: 'String', StringValue: 'because' },
        bytes: { DataType: 'Binary', BinaryValue: Buffer.from('ab') },
      },
    }),
  );

function polled(handle: (event: SQSEvent) => unknown, concurrency = 1): SQSEvent[] {
  const events: SQSEvent[] = [];
  const invoke = async (event: unknown) => {
    events.push(event as SQSEvent);
    return handle(event as SQSEvent);
  };
  poller = new Poller({
    client: queues.client,
    queueUrl: queues.queueUrl(name),
    queueArn: queues.queueArn(name),
    function: { invoke, concurrency },
  });
  poller.start();
  return events;
}

const empty = async () => {
  const { ready, inFlight } = await queues.contents(name);
  return ready.length + inFlight.length === 0;
};

test('a batch has up to ten messages, with everything that Lambda tells of them, and is deleted when done', async () => {
  for (let index = 0; index < 12; index += 1) await send(`m${index}`, `group-${index}`);
  const events = polled(() => ({ batchItemFailures: [] }));
  await until(empty);
  expect(events.map((event) => event.Records.length)).toEqual([10, 2]);
  expect(events[0]!.Records[0]).toMatchObject({
    body: 'm0',
    attributes: { ApproximateReceiveCount: '1', MessageGroupId: 'group-0', MessageDeduplicationId: 'm0' },
    messageAttributes: {
      reason: { dataType: 'String', stringValue: 'because', stringListValues: [], binaryListValues: [] },
      bytes: { dataType: 'Binary', binaryValue: 'YWI=' },
    },
    eventSource: 'aws:sqs',
    eventSourceARN: queues.queueArn(name),
    awsRegion: 'eu-west-1',
  });
  const { attributes, receiptHandle } = events[0]!.Records[0]!;
  expect(Number(attributes.ApproximateFirstReceiveTimestamp)).toBeGreaterThan(Date.now() - 60_000);
  expect(receiptHandle).not.toBe('');
});

test('what the function reports as failed comes again, the rest does not', async () => {
  await send('good', 'a');
  await send('bad', 'b');
  const events = polled((event) => ({
    batchItemFailures: event.Records.filter(
      (record) => record.body === 'bad' && record.attributes.ApproximateReceiveCount === '1',
    ).map((record) => ({ itemIdentifier: record.messageId })),
  }));
  await until(empty);
  expect(events.flatMap((event) => event.Records.map((record) => record.body))).toEqual([
    'good',
    'bad',
    'bad',
  ]);
});

test('a call that crashes leaves all its messages', async () => {
  await send('first', 'a');
  await send('second', 'b');
  let calls = 0;
  const events = polled(() => {
    calls += 1;
    if (calls === 1) throw new Error('Runtime exited');
  });
  await until(empty);
  expect(events.map((event) => event.Records.length)).toEqual([2, 2]);
});

test('paused, nothing is received, and nothing is lost', async () => {
  const events = polled(() => null);
  await poller!.pause();
  await send('waits', 'a');
  expect((await queues.contents(name)).ready).toHaveLength(1);
  expect(events).toEqual([]);
  poller!.start();
  await until(empty);
  expect(events).toHaveLength(1);
});

test('a lost delete makes SQS hand a delivered message out again', async () => {
  const events = polled(() => null);
  poller!.loseDeletes(1);
  await send('twice', 'a');
  await until(() => events.length === 2);
  await until(empty);
});

describe('what a function is done with', () => {
  const messages = [{ MessageId: 'a' }, { MessageId: 'b' }];
  const failing = (...ids: unknown[]) => ({ batchItemFailures: ids.map((id) => ({ itemIdentifier: id })) });
  test.each([
    ['no answer', null, 2],
    ['an empty answer', {}, 2],
    ['an empty list', failing(), 2],
    ['a null list', { batchItemFailures: null }, 2],
    ['one failure', failing('a'), 1],
    ['all failures', failing('a', 'b'), 0],
    ['an empty id', failing(''), 0],
    ['a null id', failing(null), 0],
    ['a wrong key', { batchItemFailures: [{ id: 'a' }] }, 0],
    ['an id of another batch', failing('a', 'z'), 0],
    ['no list', { batchItemFailures: 'a' }, 0],
  ])('%s', (_, result, done) => {
    expect(doneWith(messages, result)).toHaveLength(done);
  });
});
