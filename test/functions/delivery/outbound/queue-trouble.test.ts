import { eventsForEachTest, MINUTE } from '../support/events';
import { saying, status } from '../support/platform';
import { silenceStdout } from '../support/stdout';

silenceStdout();
const { at, deliver, message, stays } = eventsForEachTest();

jest.setTimeout(30_000);

test('G1 a dead-letter queue that is down keeps the message, and later ones of its consumer, on the queue', async () => {
  at.crm.otherwise = saying({ bad: () => true });
  at.queue.fault = (command) => {
    if (command === 'SendMessageCommand') throw new Error('down');
  };
  const first = message('501');
  const second = message('501');
  expect(await stays(first, second)).toEqual([first.messageId, second.messageId]);
  at.queue.fault = () => {};
  at.clock.move(5 * MINUTE);
  expect(await stays(first, second)).toEqual([]);
  expect(at.queue.reasons).toEqual(['platform-refused', 'platform-refused']);
});

test('a queue that does not take the visibility: the message stays all the same', async () => {
  at.crm.otherwise = status(500);
  at.queue.fault = () => {
    throw new Error('down');
  };
  expect(await stays(message())).toHaveLength(1);
});

test('dead-lettered and then killed: the second time SQS drops it', async () => {
  at.crm.otherwise = saying({ bad: () => true });
  const queued = message();
  await deliver(queued);
  await deliver(queued);
  expect(at.queue.deadLetters).toHaveLength(1);
});
