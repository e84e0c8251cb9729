import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import type { ExpiryEnvironment } from '../functions/connectors/environment';
import { ConnectFunction, type FunctionContext } from './connect-function';
import type { ConnectorDelivery } from './connector-delivery';
import { allowSend } from './delivery-queue';
import { QUEUE_URL_BASE, queueNames } from './receiver';
import { EXPIRY_MEMORY_MB, TIMEOUT_SECONDS } from './sizes';
import type { StateTable } from './state-table';

export interface SubscriptionExpiryProps extends FunctionContext {
  readonly folder: string;
  readonly state: StateTable;
  /** Outbound only. */
  readonly connectors: readonly ConnectorDelivery[];
}

/** Every five minutes puts the subscriptions that are due on their connector's queue: AIR is silent when one ends. */
export class SubscriptionExpiry extends Construct {
  readonly expire: ConnectFunction;

  constructor(scope: Construct, id: string, props: SubscriptionExpiryProps) {
    super(scope, id);
    const environment: ExpiryEnvironment = {
      TABLE_NAME: props.state.table.tableName,
      QUEUE_URL_BASE,
      QUEUES: queueNames(this, props.connectors),
    };
    this.expire = new ConnectFunction(this, 'Expire', {
      operations: props.operations,
      encryption: props.encryption,
      description: 'EE Connect: tells of subscriptions that are due',
      folder: props.folder,
      memoryMb: EXPIRY_MEMORY_MB,
      timeoutSeconds: TIMEOUT_SECONDS.expiry,
      environment: { ...environment },
      statements: [
        ...props.state.allowDue(),
        // Moves on in the index what it has put on a queue.
        ...props.state.allow('UpdateItem'),
        ...allowSend(
          props.connectors.map((each) => each.queues),
          props.encryption,
        ),
      ],
    });
    new Rule(this, 'Schedule', {
      description: 'EE Connect: subscriptions that are due, every five minutes',
      schedule: Schedule.rate(Duration.minutes(5)),
      // The next run does what a failed one left.
      targets: [new LambdaFunction(this.expire.lambda, { retryAttempts: 0 })],
    });
  }
}
