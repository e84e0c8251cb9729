import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { deadLetterQueueName } from '../../../local/deployment';
import { enter } from '../../end-to-end/bundle';
import { until } from '../../local/until';
import { LocalRun } from './local-run';

jest.setTimeout(60_000);

const CONNECTOR = 'braze-rewards';
const run = new LocalRun();
beforeAll(() => run.start());
afterAll(() => run.stop());

const list = async () => (await run.command('dlq', 'list', '--local')).out;

test('it lists what stands there by reason, and never takes what somebody else is reading for nothing', async () => {
  const { local } = run;
  expect(await list()).toContain('Nothing on the dead-letter queues');
  expect((await enter(local, { identityValue: 'CUST-NOBODY' })).status).toBe(202);
  await until(async () => (await local.deadLetters(CONNECTOR)).length === 1);
  expect(await list()).toMatch(/braze-rewards +consumer-not-found +1 /);

  const QueueUrl = local.queues.queueUrl(deadLetterQueueName(CONNECTOR));
  await local.queues.client.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 300 }));
  expect(await list()).toContain('About 1 stand there and are hidden');
});
