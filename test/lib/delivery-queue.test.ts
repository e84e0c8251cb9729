import { MAX_RECEIVE_COUNT } from '../../lib/delivery-queue';
import { TIMEOUT_SECONDS } from '../../lib/sizes';
import { Synthesized } from './stack';

const FOURTEEN_DAYS = 1_209_600;
const stack = new Synthesized();
const queues = stack.all('AWS::SQS::Queue');
const isDeadLetter = (id: string) => id.includes('DeadLetters');

test('each connector has a queue and a dead-letter queue of its own', () => {
  expect(queues.map(([id]) => id.replace(/[0-9A-F]{8}$/, '')).sort()).toEqual([
    'ConnectorbrazenewsDeliveryDeadLetters',
    'ConnectorbrazenewsDeliveryQueue',
    'ConnectorbrazerewardsDeliveryDeadLetters',
    'ConnectorbrazerewardsDeliveryQueue',
  ]);
});

test.each(queues)(
  '%s is FIFO in high-throughput mode, keeps messages for 14 days and takes a whole MiB',
  (_, queue) => {
    expect(queue.Properties).toMatchObject({
      FifoQueue: true,
      DeduplicationScope: 'messageGroup',
      FifoThroughputLimit: 'perMessageGroupId',
      ContentBasedDeduplication: false,
      MessageRetentionPeriod: FOURTEEN_DAYS,
      MaximumMessageSize: 1_048_576,
      SqsManagedSseEnabled: true,
    });
  },
);

test.each(queues.filter(([id]) => !isDeadLetter(id)))(
  '%s is read by one function at six times its time-out',
  (id, queue) => {
    const { Properties: source } = stack
      .all('AWS::Lambda::EventSourceMapping')
      .map(([, mapping]) => mapping)
      .find((mapping) => mapping.Properties.EventSourceArn['Fn::GetAtt'][0] === id)!;
    const reader = stack.resources[source.FunctionName.Ref]!;
    expect(queue.Properties.VisibilityTimeout).toBe(6 * reader.Properties.Timeout);
    expect(queue.Properties.VisibilityTimeout).toBe(6 * TIMEOUT_SECONDS.deliver);
  },
);

test.each(queues.filter(([id]) => !isDeadLetter(id)))(
  '%s gives up only after the most receives that SQS counts',
  (id, queue) => {
    const dead = id.replace('DeliveryQueue', 'DeliveryDeadLetters').slice(0, -8);
    expect(queue.Properties.RedrivePolicy).toEqual({
      deadLetterTargetArn: { 'Fn::GetAtt': [expect.stringContaining(dead), 'Arn'] },
      maxReceiveCount: MAX_RECEIVE_COUNT,
    });
    expect(MAX_RECEIVE_COUNT).toBe(1000);
  },
);

test('every queue refuses what does not come over TLS', () => {
  const refusing = stack.all('AWS::SQS::QueuePolicy').map(([, { Properties }]) => {
    const [statement] = Properties.PolicyDocument.Statement;
    expect(statement).toMatchObject({
      Effect: 'Deny',
      Action: 'sqs:*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
    return Properties.Queues[0].Ref;
  });
  expect(refusing.sort()).toEqual(queues.map(([id]) => id).sort());
});

test('a queue can be found by its connector', () => {
  const tags = queues.map(([, { Properties }]) =>
    Object.fromEntries(Properties.Tags.map(({ Key, Value }: { Key: string; Value: string }) => [Key, Value])),
  );
  expect(tags).toContainEqual({
    'ee-connect:connector': 'braze-news',
    'ee-connect:direction': 'outbound',
    'ee-connect:platform': 'braze',
    'ee-connect:queue': 'dead-letter',
    'ee-connect:stage': 'dev',
  });
});
