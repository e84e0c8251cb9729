import { checkConfig } from '../../functions/connectors/config-schema';
import type { QueueEmulator } from '../../local/emulators/queues';
import type { LambdaFunction } from '../../local/lambda/lambda-function';
import { functionNamed, startPollers } from '../../local/local-stack';
import { Started } from '../../local/started';
import { until } from './until';

const config = checkConfig({
  air: { walletUrl: 'https://wallet.sandbox.uk.eagleeye.com/2.0' },
  connectors: [
    { id: 'open', platform: 'braze', direction: 'inbound' },
    { id: 'closed', platform: 'braze', direction: 'inbound', paused: true },
  ],
});
const lambda = { concurrency: 1, invoke: async () => null } as unknown as LambdaFunction;
const functions = { 'inbound-deliver-open': lambda, 'inbound-deliver-closed': lambda };

test('the queue of a paused connector is not polled until it is started by hand', async () => {
  const polled: string[] = [];
  const client = {
    send: async ({ input }: { input: { QueueUrl: string } }) => {
      polled.push(input.QueueUrl);
      await new Promise((resolve) => setTimeout(resolve, 5));
      return {};
    },
  };
  const queues = {
    client,
    queueUrl: (name: string) => name,
    queueArn: (name: string) => name,
  } as unknown as QueueEmulator;
  const started = new Started();
  const pollers = startPollers(config, queues, functions, started);
  await until(() => polled.length > 2);
  expect(new Set(polled)).toEqual(new Set(['open.fifo']));
  pollers.closed!.start();
  await until(() => polled.includes('closed.fifo'));
  await started.stop();
  await Promise.all(Object.values(pollers).map((poller) => poller.pause()));
});

test('a function that does not exist is named', () => {
  expect(functionNamed(functions, 'inbound-deliver-open')).toBe(lambda);
  expect(() => functionNamed(functions, 'inbound-deliver-none')).toThrow('inbound-deliver-none');
});
