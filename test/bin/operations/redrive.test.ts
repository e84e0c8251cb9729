import { DeleteMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { approximateCount, eachDeadLetter, toDeadLetter } from '../../../bin/operations/dead-letters';
import { redrive } from '../../../bin/operations/redrive';
import { FakeQueues } from './fake-queue';

const QUEUES = { queueUrl: 'http://sqs/q.fifo', deadLetterQueueUrl: 'http://sqs/d.fifo' };
const HOUR = 3_600_000;
const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

function failed(reason: string, ageMs = HOUR, more: Record<string, string> = {}): Record<string, string> {
  return { reason, firstAt: ago(ageMs), lastAt: ago(ageMs - 1000), attempts: '3', ...more };
}

let sqs: FakeQueues;
beforeEach(() => {
  sqs = new FakeQueues();
});

describe('redrive', () => {
  test('sends the messages of a reason again in their consumer’s group and takes them off', async () => {
    sqs.put(QUEUES.deadLetterQueueUrl, 'a', 'g1', failed('platform-refused'));
    sqs.put(QUEUES.deadLetterQueueUrl, 'b', 'g2', failed('identity-unknown'));
    expect(await redrive(sqs.client, QUEUES, { reason: 'platform-refused' })).toEqual({ sent: 1, left: 1 });
    expect(sqs.bodies(QUEUES.queueUrl)).toEqual(['a']);
    expect(sqs.queues.get(QUEUES.queueUrl)?.[0]?.group).toBe('g1');
    expect(sqs.bodies(QUEUES.deadLetterQueueUrl)).toEqual(['b']);
  });

  test('keeps the order of one consumer’s messages', async () => {
    for (const body of ['1', '2', '3']) sqs.put(QUEUES.deadLetterQueueUrl, body, 'g', failed('expired'));
    await redrive(sqs.client, QUEUES, {});
    expect(sqs.bodies(QUEUES.queueUrl)).toEqual(['1', '2', '3']);
  });

  test('is not swallowed as a repeat: each send has a de-duplication id of its own', async () => {
    sqs.put(QUEUES.deadLetterQueueUrl, 'a', 'g', failed('expired', 5000));
    await redrive(sqs.client, QUEUES, {});
    sqs.put(QUEUES.deadLetterQueueUrl, 'a', 'g', failed('expired', 4000));
    await redrive(sqs.client, QUEUES, {});
    expect(sqs.bodies(QUEUES.queueUrl)).toEqual(['a', 'a']);
  });

  test('loses nothing when the send fails: the message stays', async () => {
    sqs.put(QUEUES.deadLetterQueueUrl, 'a', 'g', failed('expired'));
    sqs.before = (command) => {
      if (command instanceof SendMessageCommand) throw new Error('no network');
    };
    await expect(redrive(sqs.client, QUEUES, {})).rejects.toThrow('no network');
    expect(sqs.bodies(QUEUES.deadLetterQueueUrl)).toEqual(['a']);
    expect(sqs.queues.get(QUEUES.deadLetterQueueUrl)?.[0]?.inFlight).toBe(false);
  });

  test('deletes only after the send', async () => {
    const commands: string[] = [];
    sqs.put(QUEUES.deadLetterQueueUrl, 'a', 'g', failed('expired'));
    sqs.before = (command) => {
      if (command instanceof SendMessageCommand || command instanceof DeleteMessageCommand)
        commands.push(command.constructor.name);
    };
    await redrive(sqs.client, QUEUES, {});
    expect(commands).toEqual(['SendMessageCommand', 'DeleteMessageCommand']);
  });

  test('does not send what failed again since it began', async () => {
    sqs.put(QUEUES.deadLetterQueueUrl, 'a', 'g', failed('expired'), Date.now() + 10_000);
    expect(await redrive(sqs.client, QUEUES, {})).toEqual({ sent: 0, left: 0 });
  });

  test('chooses by event id, event name and age, and stops at the limit', async () => {
    sqs.put(
      QUEUES.deadLetterQueueUrl,
      'old',
      'g1',
      failed('expired', 3 * HOUR, { eventName: 'SERVICE.TRIGGER' }),
    );
    sqs.put(QUEUES.deadLetterQueueUrl, 'new', 'g2', failed('expired', HOUR, { eventId: 'e-2' }));
    sqs.put(QUEUES.deadLetterQueueUrl, 'other', 'g3', failed('expired', HOUR));
    expect((await redrive(sqs.client, QUEUES, { olderThanMs: 2 * HOUR })).sent).toBe(1);
    expect((await redrive(sqs.client, QUEUES, { event: 'e-2' })).sent).toBe(1);
    expect((await redrive(sqs.client, QUEUES, { event: 'SERVICE.TRIGGER' })).sent).toBe(0);
    expect((await redrive(sqs.client, QUEUES, {}, 0)).sent).toBe(0);
    expect(sqs.bodies(QUEUES.queueUrl)).toEqual(['old', 'new']);
  });
});

describe('reading a dead-letter queue', () => {
  test('what SQS itself moved has no attributes and is unsettled', () => {
    const letter = toDeadLetter({
      MessageId: 'm',
      Body: '{}',
      Attributes: { SentTimestamp: '1000', MessageGroupId: 'g' },
    });
    expect(letter).toMatchObject({
      reason: 'unsettled',
      attempts: null,
      group: 'g',
      firstAt: '1970-01-01T00:00:01.000Z',
    });
  });

  test('a look leaves every message visible', async () => {
    for (const group of ['g1', 'g2']) sqs.put(QUEUES.deadLetterQueueUrl, group, group, failed('expired'));
    const seen: string[] = [];
    await eachDeadLetter(sqs.client, QUEUES.deadLetterQueueUrl, async (letter) => {
      seen.push(letter.body);
      return false;
    });
    expect(seen).toEqual(['g1', 'g2']);
    expect(sqs.queues.get(QUEUES.deadLetterQueueUrl)?.every((held) => !held.inFlight)).toBe(true);
    expect(await approximateCount(sqs.client, QUEUES.deadLetterQueueUrl)).toBe(2);
  });
});
