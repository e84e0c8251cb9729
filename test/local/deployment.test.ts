import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Config, ConnectorConfig } from '../../functions/connectors/config';
import { DeliveryQueue } from '../../lib/delivery-queue';
import { TIMEOUT_SECONDS } from '../../lib/sizes';
import { deployment, MAX_RECEIVE_COUNT, RETENTION_SECONDS, VISIBILITY_SECONDS } from '../../local/deployment';

jest.setTimeout(30_000);

const connector = (id: string, direction: 'inbound' | 'outbound', more = {}): ConnectorConfig => ({
  id,
  platform: 'braze',
  direction,
  paused: false,
  maxConcurrency: 2,
  settings: {},
  ...more,
});
const config: Config = {
  air: { walletUrl: 'http://air.local/2.0' },
  feeds: [{ id: 'programme' }, { id: 'other', secretName: 'imported/feed' }],
  connectors: [
    connector('rewards', 'inbound'),
    connector('news', 'outbound', { secretName: 'imported/news' }),
    connector('more-news', 'outbound'),
  ],
};
const endpoints = {
  sqs: 'http://127.0.0.1:1',
  queueUrlBase: 'http://127.0.0.1:1/000000000000',
  table: 'http://127.0.0.1:2',
  secrets: 'http://127.0.0.1:3',
};
const deployed = deployment(config, endpoints);
const environmentOf = (name: string) => deployed.find((each) => each.name === name)!.environment;

test('one deliver function per connector, and one of each other function', () => {
  expect(deployed.map((each) => [each.name, each.bundle, each.connector?.id])).toEqual([
    ['inbound-receive', 'inbound-receive', undefined],
    ['outbound-receive', 'outbound-receive', undefined],
    ['inbound-deliver-rewards', 'inbound-deliver', 'rewards'],
    ['outbound-deliver-news', 'outbound-deliver', 'news'],
    ['outbound-deliver-more-news', 'outbound-deliver', 'more-news'],
    ['subscription-expiry', 'subscription-expiry', undefined],
  ]);
});

test('a receive function knows the queues and secrets of its direction only, and the feeds', () => {
  expect(JSON.parse(environmentOf('inbound-receive').QUEUES!)).toEqual({ rewards: 'rewards.fifo' });
  expect(JSON.parse(environmentOf('inbound-receive').SECRETS!)).toEqual({ rewards: 'rewards' });
  expect(JSON.parse(environmentOf('outbound-receive').SECRETS!)).toEqual({
    'feed/programme': 'feed/programme',
    'feed/other': 'imported/feed',
    news: 'imported/news',
    'more-news': 'more-news',
  });
});

test("a deliver function knows its own queues and one secret: AIR's inbound, its connector's outbound", () => {
  expect(environmentOf('inbound-deliver-rewards')).toMatchObject({
    CONNECTOR_ID: 'rewards',
    QUEUE_URL: 'http://127.0.0.1:1/000000000000/rewards.fifo',
    DEAD_LETTER_QUEUE_URL: 'http://127.0.0.1:1/000000000000/rewards-dead-letter.fifo',
    SECRET_ID: 'air',
  });
  expect(environmentOf('outbound-deliver-news').SECRET_ID).toBe('imported/news');
  expect(environmentOf('outbound-deliver-news')).not.toHaveProperty('SECRETS');
});

test('every function finds the emulators, and nothing of AWS', () => {
  for (const { environment } of deployed)
    expect(environment).toMatchObject({
      AWS_ENDPOINT_URL_SQS: endpoints.sqs,
      AWS_ENDPOINT_URL_DYNAMODB: endpoints.table,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoints.secrets,
      AWS_ACCESS_KEY_ID: 'local',
    });
});

test('queues and time-outs are those of the stack', () => {
  const stack = new Stack(new App(), 'Stack');
  new DeliveryQueue(stack, 'Queue', {
    functionTimeoutSeconds: TIMEOUT_SECONDS.deliver,
    encryption: { send: () => [] } as never,
  });
  Template.fromStack(stack).hasResourceProperties('AWS::SQS::Queue', {
    VisibilityTimeout: VISIBILITY_SECONDS,
    MessageRetentionPeriod: RETENTION_SECONDS,
    RedrivePolicy: { maxReceiveCount: MAX_RECEIVE_COUNT },
  });
  expect(deployed.map((each) => each.timeoutMs / 1000)).toEqual([
    TIMEOUT_SECONDS.receive,
    TIMEOUT_SECONDS.receive,
    TIMEOUT_SECONDS.deliver,
    TIMEOUT_SECONDS.deliver,
    TIMEOUT_SECONDS.deliver,
    TIMEOUT_SECONDS.expiry,
  ]);
});
