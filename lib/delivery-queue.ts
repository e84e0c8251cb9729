import { Duration, RemovalPolicy, Tags } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { DeduplicationScope, FifoThroughputLimit, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Encryption } from './encryption';

/** SQS's longest: an event that waits or failed is there for two weeks. */
const RETENTION = Duration.days(14);

/**
 * A net for messages whose function crashed or was throttled on every attempt; whatever can be judged is judged by age,
 * in the function. So it has to be out of the way of an outage that lasts days: SQS's largest number, which at one receive
 * in five minutes is three and a half days.
 */
export const MAX_RECEIVE_COUNT = 1000;

export interface DeliveryQueueProps {
  /** Of the function that reads it, in seconds; the visibility time-out follows from it. */
  readonly functionTimeoutSeconds: number;
  readonly encryption: Encryption;
}

/**
 * A connector's queue and its dead-letter queue. One consumer's messages are one group, in order; groups run in parallel.
 * Both outlive the stack, so that no update and no mistake deletes an event.
 */
export class DeliveryQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DeliveryQueueProps,
  ) {
    super(scope, id);
    const common = {
      fifo: true,
      deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
      fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
      contentBasedDeduplication: false,
      retentionPeriod: RETENTION,
      maxMessageSizeBytes: 1024 * 1024,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      ...(props.encryption.key
        ? { encryption: QueueEncryption.KMS, encryptionMasterKey: props.encryption.key }
        : { encryption: QueueEncryption.SQS_MANAGED }),
    };
    this.deadLetters = new Queue(this, 'DeadLetters', common);
    this.queue = new Queue(this, 'Queue', {
      ...common,
      // Lambda's own advice for event sources: six times the function's time-out.
      visibilityTimeout: Duration.seconds(6 * props.functionTimeoutSeconds),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_RECEIVE_COUNT },
    });
    Tags.of(this.queue).add('ee-connect:queue', 'delivery');
    Tags.of(this.deadLetters).add('ee-connect:queue', 'dead-letter');
  }

  /**
   * What the function that delivers may do: read and settle its messages, and dead-letter them. An outbound one also puts
   * a message on its own queue anew, once it knows the wallet.
   */
  allowDeliver(direction: 'inbound' | 'outbound'): PolicyStatement[] {
    const sendsTo = direction === 'outbound' ? [this.queue, this.deadLetters] : [this.deadLetters];
    return [
      new PolicyStatement({
        actions: [
          'sqs:ReceiveMessage',
          'sqs:DeleteMessage',
          'sqs:ChangeMessageVisibility',
          'sqs:GetQueueAttributes',
        ],
        resources: [this.queue.queueArn],
      }),
      new PolicyStatement({
        actions: ['sqs:SendMessage'],
        resources: sendsTo.map(({ queueArn }) => queueArn),
      }),
      ...this.props.encryption.send(),
    ];
  }
}

/** What a function that fills these queues may do. */
export function allowSend(queues: readonly DeliveryQueue[], encryption: Encryption): PolicyStatement[] {
  if (queues.length === 0) return [];
  return [
    new PolicyStatement({
      actions: ['sqs:SendMessage'],
      resources: queues.map((queue) => queue.queue.queueArn),
    }),
    ...encryption.send(),
  ];
}
