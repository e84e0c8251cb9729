import { checkDeadLetters, checkLeftover, checkQueue } from '../../../../bin/operations/checks/queues';
import { FakeQueues } from '../fake-queue';

const NOW = Date.parse('2026-06-20T12:00:00Z');
const DAY = 86_400_000;
const QUEUES = { queueUrl: 'http://sqs/q.fifo', deadLetterQueueUrl: 'http://sqs/d.fifo' };
const ago = (days: number) => new Date(NOW - days * DAY).toISOString();
const letter = (reason: string, days: number) => ({ reason, firstAt: ago(days + 3), lastAt: ago(days) });

let sqs: FakeQueues;
beforeEach(() => {
  sqs = new FakeQueues();
});
const deadLetters = () => checkDeadLetters(sqs.client, 'news', QUEUES, '--local', NOW);

test('a queue tells how many are on the way', async () => {
  expect(await checkQueue(sqs.client, 'news', QUEUES)).toMatchObject({ status: 'ok', found: 'empty' });
  sqs.put(QUEUES.queueUrl, 'a', 'g');
  expect(await checkQueue(sqs.client, 'news', QUEUES)).toMatchObject({ status: 'ok', found: '1 on the way' });
});

test('no dead letters are in order, and the queue is not read', async () => {
  sqs.before = (command) => {
    if (command.constructor.name !== 'GetQueueAttributesCommand') throw new Error('read');
  };
  expect(await deadLetters()).toMatchObject({ status: 'ok', found: 'none' });
});

test('dead letters are a warning with their number, reasons and age, and the command that shows them', async () => {
  sqs.put(QUEUES.deadLetterQueueUrl, 'a', 'g1', letter('platform-refused', 2));
  sqs.put(QUEUES.deadLetterQueueUrl, 'b', 'g2', letter('platform-refused', 3));
  sqs.put(QUEUES.deadLetterQueueUrl, 'c', 'g3', letter('expired', 11.9));
  expect(await deadLetters()).toEqual({
    status: 'warn',
    what: 'dead letters of news',
    found: '3, the oldest for 12 d: platform-refused 2, expired 1',
    todo: 'Look: ee-connect dlq list --connector news --local, and docs/runbook.md',
  });
  expect(sqs.bodies(QUEUES.deadLetterQueueUrl)).toEqual(['a', 'b', 'c']);
  expect([...sqs.queues.get(QUEUES.deadLetterQueueUrl)!].some(({ inFlight }) => inFlight)).toBe(false);
});

test('two days before SQS deletes one it fails, counted from when it came onto the queue', async () => {
  sqs.put(QUEUES.deadLetterQueueUrl, 'a', 'g1', letter('platform-refused', 12.1));
  expect(await deadLetters()).toMatchObject({ status: 'FAILED', todo: expect.stringContaining('14 days') });
});

test('a queue that cannot be read fails', async () => {
  sqs.before = () => {
    throw Object.assign(new Error('x'), { name: 'QueueDoesNotExist' });
  };
  const found = 'cannot be read (QueueDoesNotExist)';
  expect(await checkQueue(sqs.client, 'news', QUEUES)).toMatchObject({ status: 'FAILED', found });
  expect(await deadLetters()).toMatchObject({ status: 'FAILED', found });
});

describe('a connector that is deployed and no longer configured', () => {
  const leftover = { prefix: 'ConnectorOldNews', ...QUEUES };

  test.each([
    ['its queue', QUEUES.queueUrl, '1 messages wait on its queue and 0 on its dead-letter queue'],
    ['its dead-letter queue', QUEUES.deadLetterQueueUrl, '0 messages wait on its queue and 1 on its'],
  ])('fails while messages stand on %s', async (_, url, found) => {
    sqs.put(url, 'a', 'g');
    expect(await checkLeftover(sqs.client, leftover)).toMatchObject({
      status: 'FAILED',
      what: 'ConnectorOldNews (deployed, no longer configured)',
      found: expect.stringContaining(found),
    });
  });

  test('may go when both are empty', async () => {
    expect(await checkLeftover(sqs.client, leftover)).toMatchObject({ status: 'warn' });
  });
});
