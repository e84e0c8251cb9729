import { Aws, Stack } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Alias, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { ReceiveEnvironment } from '../functions/connectors/environment';
import { feedAddress } from '../functions/connectors/feed-address';
import { ConnectFunction, type FunctionContext } from './connect-function';
import type { ConnectSecret } from './connect-secret';
import type { ConnectorDelivery } from './connector-delivery';
import { allowSend } from './delivery-queue';
import { checkEnvironment } from './environment-size';
import { TIMEOUT_SECONDS } from './sizes';
import type { StateTable } from './state-table';

/** In front of each queue's name, for the functions that fill queues. */
export const QUEUE_URL_BASE = `https://sqs.${Aws.REGION}.${Aws.URL_SUFFIX}/${Aws.ACCOUNT_ID}`;

/** JSON of connector id to queue name. */
export function queueNames(scope: Construct, connectors: readonly ConnectorDelivery[]): string {
  return Stack.of(scope).toJsonString(
    Object.fromEntries(connectors.map((each) => [each.connector.id, each.queueName])),
  );
}

export interface ReceiverProps extends FunctionContext {
  readonly direction: 'inbound' | 'outbound';
  readonly folder: string;
  readonly state: StateTable;
  /** Of this direction only. */
  readonly connectors: readonly ConnectorDelivery[];
  /** Secrets of feeds, by feed id; outbound only. */
  readonly feeds: ReadonlyMap<string, ConnectSecret>;
  readonly tableAccess: readonly PolicyStatement[];
  /** Warm copies; 0 for none. */
  readonly provisionedConcurrency: number;
}

/** One of the two functions behind the API: authenticates, puts on the queue, answers. */
export class Receiver extends Construct {
  readonly receive: ConnectFunction;
  /** What the API calls: the function, or its warm alias. */
  readonly target: IFunction;

  constructor(scope: Construct, id: string, props: ReceiverProps) {
    super(scope, id);
    const { connectors, feeds, direction } = props;
    const secrets: [string, ConnectSecret][] = [
      ...connectors.map((each): [string, ConnectSecret] => [each.connector.id, each.secret]),
      ...[...feeds].map(([feed, secret]): [string, ConnectSecret] => [feedAddress(feed), secret]),
    ];
    const environment: ReceiveEnvironment = {
      TABLE_NAME: props.state.table.tableName,
      QUEUE_URL_BASE,
      QUEUES: queueNames(this, connectors),
      SECRETS: Stack.of(this).toJsonString(
        Object.fromEntries(secrets.map(([name, secret]) => [name, secret.secretId])),
      ),
    };
    checkEnvironment(this, { ...environment }, `${connectors.length} ${direction} connectors`);
    this.receive = new ConnectFunction(this, 'Receive', {
      operations: props.operations,
      encryption: props.encryption,
      description: `EE Connect: receives every ${direction} request`,
      folder: props.folder,
      memoryMb: props.operations.memoryMb.receive,
      timeoutSeconds: TIMEOUT_SECONDS.receive,
      environment: { ...environment },
      statements: [
        ...allowSend(
          connectors.map((each) => each.queues),
          props.encryption,
        ),
        ...secrets.flatMap(([, secret]) => secret.allowRead()),
        ...props.tableAccess,
      ],
    });
    this.target =
      props.provisionedConcurrency > 0
        ? new Alias(this, 'Warm', {
            aliasName: 'warm',
            version: this.receive.lambda.currentVersion,
            provisionedConcurrentExecutions: props.provisionedConcurrency,
          })
        : this.receive.lambda;
  }
}
