import { Tags } from 'aws-cdk-lib';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { ConnectorConfig } from '../functions/connectors/config';
import type { DeliverEnvironment } from '../functions/connectors/environment';
import type { FunctionName } from './bundles';
import { ConnectFunction, type FunctionContext } from './connect-function';
import { ConnectSecret } from './connect-secret';
import { DeliveryQueue } from './delivery-queue';
import { BATCH_SIZE, TIMEOUT_SECONDS } from './sizes';
import type { StateTable, TableAction } from './state-table';

export interface ConnectorDeliveryProps extends FunctionContext {
  readonly connector: ConnectorConfig;
  readonly bundleFolder: (name: FunctionName) => string;
  readonly state: StateTable;
  /** AIR's: what an inbound connector's function calls AIR with. */
  readonly airSecret: ConnectSecret;
}

/** Rewards are claimed and counted; outbound also keeps the ledger, orders and subscriptions, and looks consumers up. */
const TABLE_ACCESS: Readonly<Record<ConnectorConfig['direction'], readonly TableAction[]>> = {
  inbound: ['BatchGetItem', 'PutItem', 'UpdateItem'],
  outbound: ['BatchGetItem', 'BatchWriteItem', 'PutItem', 'Query', 'UpdateItem'],
};

/** What one connector has to itself: queue, dead-letter queue, secret and deliver function. One's trouble is no other's. */
export class ConnectorDelivery extends Construct {
  readonly connector: ConnectorConfig;
  readonly queues: DeliveryQueue;
  /** Its External Keys and, outbound, the platform's credentials. */
  readonly secret: ConnectSecret;
  readonly deliver: ConnectFunction;

  constructor(scope: Construct, id: string, props: ConnectorDeliveryProps) {
    super(scope, id);
    const { connector, operations, encryption } = props;
    this.connector = connector;
    this.queues = new DeliveryQueue(this, 'Delivery', {
      functionTimeoutSeconds: TIMEOUT_SECONDS.deliver,
      encryption,
    });
    this.secret = new ConnectSecret(this, 'Secret', {
      description: `EE Connect: keys of the ${connector.direction} connector ${connector.id} (docs/platforms/${connector.platform}.md says which)`,
      secretName: connector.secretName,
      encryption,
    });
    const secret = connector.direction === 'inbound' ? props.airSecret : this.secret;
    const environment: DeliverEnvironment = {
      TABLE_NAME: props.state.table.tableName,
      CONNECTOR_ID: connector.id,
      QUEUE_URL: this.queues.queue.queueUrl,
      DEAD_LETTER_QUEUE_URL: this.queues.deadLetters.queueUrl,
      SECRET_ID: secret.secretId,
    };
    this.deliver = new ConnectFunction(this, 'Deliver', {
      operations,
      encryption,
      description: `EE Connect: delivers for the ${connector.direction} connector ${connector.id}`,
      folder: props.bundleFolder(`${connector.direction}-deliver`),
      memoryMb: operations.memoryMb.deliver,
      timeoutSeconds: TIMEOUT_SECONDS.deliver,
      environment: { ...environment },
      statements: [
        ...this.queues.allowDeliver(connector.direction),
        ...secret.allowRead(),
        ...props.state.allow(...TABLE_ACCESS[connector.direction]),
      ],
      callsOut: true,
    });
    new EventSourceMapping(this, 'Source', {
      target: this.deliver.lambda,
      eventSourceArn: this.queues.queue.queueArn,
      batchSize: BATCH_SIZE,
      reportBatchItemFailures: true,
      maxConcurrency: connector.maxConcurrency,
      enabled: !connector.paused,
    });
    const tags = Tags.of(this);
    tags.add('ee-connect:connector', connector.id);
    tags.add('ee-connect:direction', connector.direction);
    tags.add('ee-connect:platform', connector.platform);
  }

  /** The queue's name as the receive functions get it. */
  get queueName(): string {
    return this.queues.queue.queueName;
  }
}
