import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { run } from '../../../bin/commands/dlq';
import { openTarget } from '../../../bin/operations/open-target';
import { FakeTarget, said } from './fake-target';

jest.mock('../../../bin/operations/open-target');

let fake: FakeTarget;
beforeEach(async () => {
  fake = await FakeTarget.start();
  jest.mocked(openTarget).mockImplementation(async () => fake.target());
});
afterEach(() => fake.stop());

const put = (body: string, group: string, sentAt = Date.now() - 1000) =>
  fake.sqs.put(fake.queues.deadLetterQueueUrl, body, group, { reason: 'expired' }, sentAt);
const redrive = async (...args: string[]) =>
  (await said(() => run(['redrive', '--connector', 'braze-news', '--local', ...args]))).out;

test('what came back meanwhile is not said to stand behind others', async () => {
  for (const group of ['a', 'b', 'c']) put(group, group);
  fake.sqs.before = (command) => {
    if (command instanceof SendMessageCommand) put('again', 'z', Date.now() + 60_000);
  };
  expect(await redrive()).toBe(
    'braze-news: 3 sent again, 0 left\nAbout 3 more stand there now. They may have come back, or stand behind others of their consumer: dlq list --connector braze-news shows why.\n',
  );
});

test('when nothing was sent, what is not seen stands behind others', async () => {
  put('a', 'one');
  put('b', 'one');
  for (let count = 0; count < 10; count++) put('c', 'one');
  expect(await redrive('--reason', 'reward-limit')).toMatch(
    /^braze-news: 0 sent again, 10 left\nAbout 2 more stand behind these/,
  );
});

test('when all went and none came back, that is all', async () => {
  put('a', 'one');
  expect(await redrive()).toBe('braze-news: 1 sent again, 0 left\n');
});
