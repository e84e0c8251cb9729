import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { QueueEmulator } from '../../../local/emulators/queues';

jest.setTimeout(30_000);

/** Longer than any test takes: what comes back does so because the clock is moved. */
const VISIBILITY_MS = 30_000;

let queues: QueueEmulator;
let count = 0;
let name: string;

beforeAll(async () => {
  queues = await QueueEmulator.start();
});
afterAll(() => queues.stop());
afterEach(() => queues.moveClock(0));
beforeEach(async () => {
  name = `queue-${++count}`;
  await queues.create(`${name}.fifo`, `${name}-dead-letter.fifo`, {
    visibilitySeconds: VISIBILITY_MS / 1000,
    retentionSeconds: 1_209_600,
    maxReceiveCount: 2,
  });
});

const send = (body: string, group: string, id = body) =>
  queues.client.send(
    new SendMessageCommand({
      QueueUrl: queues.queueUrl(`${name}.fifo`),
      MessageBody: body,
      MessageGroupId: group,
      MessageDeduplicationId: id,
      MessageAttributes: { reason: { DataType: 'String', StringValue: 'because' } },
    }),
  );
const receive = async () =>
  (
    await queues.client.send(
      new ReceiveMessageCommand({
        QueueUrl: queues.queueUrl(`${name}.fifo`),
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ['All'],
      }),
    )
  ).Messages ?? [];

test('it listens on loopback, and its queue URLs resolve', async () => {
  expect(queues.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const { QueueUrl } = await queues.client.send(new GetQueueUrlCommand({ QueueName: `${name}.fifo` }));
  expect(QueueUrl).toBe(queues.queueUrl(`${name}.fifo`));
});

test('a client that only knows AWS_ENDPOINT_URL_SQS sends to the queue URL as the functions do', async () => {
  process.env.AWS_ENDPOINT_URL_SQS = queues.url;
  const client = new SQSClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  await client.send(
    new SendMessageCommand({
      QueueUrl: `${queues.urlBase}/${name}.fifo`,
      MessageBody: 'sent',
      MessageGroupId: 'g',
      MessageDeduplicationId: 'd',
    }),
  );
  delete process.env.AWS_ENDPOINT_URL_SQS;
  expect((await queues.contents(`${name}.fifo`)).ready.map((message) => message.body)).toEqual(['sent']);
});

test('a group is locked while one of its messages is in flight, others are not', async () => {
  await send('a1', 'a');
  await send('a2', 'a');
  await send('b1', 'b');
  const first = await receive();
  expect(first.map((message) => message.Body).sort()).toEqual(['a1', 'b1']);
  expect(await receive()).toEqual([]);
  for (const message of first)
    await queues.client.send(
      new DeleteMessageCommand({
        QueueUrl: queues.queueUrl(`${name}.fifo`),
        ReceiptHandle: message.ReceiptHandle,
      }),
    );
  expect((await receive()).map((message) => message.Body)).toEqual(['a2']);
});

test('a visibility of 0 hands a message out again, counted', async () => {
  await send('again', 'a');
  const [message] = await receive();
  await queues.client.send(
    new ChangeMessageVisibilityCommand({
      QueueUrl: queues.queueUrl(`${name}.fifo`),
      ReceiptHandle: message!.ReceiptHandle,
      VisibilityTimeout: 0,
    }),
  );
  const [again] = await receive();
  expect(again!.Attributes!.ApproximateReceiveCount).toBe('2');
  expect(again!.Attributes!.MessageGroupId).toBe('a');
});

test('what was received too often stands on the dead-letter queue', async () => {
  await send('poison', 'a');
  for (let received = 1; received <= 2; received++) {
    expect(await receive()).toHaveLength(1);
    await queues.moveClock(received * (VISIBILITY_MS + 1000));
  }
  expect(await receive()).toEqual([]);
  const [dead] = (await queues.contents(`${name}-dead-letter.fifo`)).ready;
  expect(dead).toMatchObject({ body: 'poison', attributes: { reason: 'because' }, groupId: 'a' });
});

test('contents are seen without being received', async () => {
  await send('seen', 'a');
  await queues.contents(`${name}.fifo`);
  const { ready, inFlight } = await queues.contents(`${name}.fifo`);
  expect(ready).toHaveLength(1);
  expect(inFlight).toEqual([]);
  expect(ready[0]!.receiveCount).toBe(0);
  await expect(queues.contents('none.fifo')).rejects.toThrow('none.fifo');
});

test('it can be down, and up again', async () => {
  await queues.setDown(true);
  await expect(send('lost', 'a')).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } });
  await queues.setDown(false);
  await send('kept', 'a');
  expect((await queues.contents(`${name}.fifo`)).ready).toHaveLength(1);
});

test('a queue is counted without its messages, and says when the next one comes back', async () => {
  await send('out', 'a');
  await send('behind', 'a');
  const before = Date.now();
  await receive();
  const after = Date.now();
  const [tally] = await queues.tally([`${name}.fifo`]);
  expect(tally).toMatchObject({ ready: 1, inFlight: 1 });
  expect(tally!.nextVisibleAt).toBeGreaterThanOrEqual(before + VISIBILITY_MS);
  expect(tally!.nextVisibleAt).toBeLessThanOrEqual(after + VISIBILITY_MS);
  expect(await queues.tally([`${name}-dead-letter.fifo`])).toEqual([
    { ready: 0, inFlight: 0, nextVisibleAt: null },
  ]);
});

test('its clock can be moved: what is to become visible by then does, and a repeat is no repeat any more', async () => {
  await send('patient', 'a');
  await receive();
  await queues.moveClock(6 * 60_000);
  const [again] = await receive();
  expect(again!.Body).toBe('patient');
  await send('patient', 'a');
  expect((await queues.contents(`${name}.fifo`)).ready).toHaveLength(1);
});

test('questions that are asked at the same time each get their own answer', async () => {
  await send('one', 'a');
  const names = [`${name}.fifo`, `${name}-dead-letter.fifo`];
  const answers = await Promise.all(names.map((each) => queues.tally([each])));
  expect(answers.map(([tally]) => tally!.ready)).toEqual([1, 0]);
});
