import type { Config, ConnectorConfig } from '../functions/connectors/config';
import {
  type DeliverEnvironment,
  type ExpiryEnvironment,
  NODE_OPTIONS,
  type ReceiveEnvironment,
} from '../functions/connectors/environment';
import { feedAddress } from '../functions/connectors/feed-address';
import type { FunctionName } from '../lib/bundles';
import { TIMEOUT_SECONDS } from '../lib/sizes';
import { AWS_CREDENTIALS, REGION } from './emulators/aws';
import { TABLE_NAME } from './emulators/state-table';

/** As in `lib/delivery-queue.ts`, which a test compares: importing it would load the whole CDK at each start. */
export const RETENTION_SECONDS = 14 * 24 * 3600;
export const MAX_RECEIVE_COUNT = 1000;
export const VISIBILITY_SECONDS = 6 * TIMEOUT_SECONDS.deliver;

export const queueName = (connectorId: string): string => `${connectorId}.fifo`;
export const deadLetterQueueName = (connectorId: string): string => `${connectorId}-dead-letter.fifo`;

export const AIR_SECRET = 'air';

/** Where the emulators are. */
export interface Endpoints {
  readonly sqs: string;
  readonly queueUrlBase: string;
  readonly table: string;
  readonly secrets: string;
}

/** One function as it is deployed: name, bundle, environment, time-out. */
interface Deployed {
  readonly name: string;
  readonly bundle: FunctionName;
  /** Of a deliver function: whose it is. */
  readonly connector: ConnectorConfig | null;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

/** What Lambda itself sets, the addresses of the emulators, and nothing of this machine's. */
function lambdaEnvironment(name: string, endpoints: Endpoints): Record<string, string> {
  return {
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: AWS_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: AWS_CREDENTIALS.secretAccessKey,
    AWS_ENDPOINT_URL_SQS: endpoints.sqs,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.table,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoints.secrets,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    METRICS_NAMESPACE: 'EEConnect',
    TZ: ':UTC',
    NODE_OPTIONS,
  };
}

const byDirection = (config: Config, direction: ConnectorConfig['direction']) =>
  config.connectors.filter((connector) => connector.direction === direction);

const queueNames = (connectors: readonly ConnectorConfig[]): string =>
  JSON.stringify(Object.fromEntries(connectors.map(({ id }) => [id, queueName(id)])));

/** The secret that a connector's own key stands in, by the name that the configuration gives it or by its id. */
export const connectorSecret = (connector: ConnectorConfig): string => connector.secretName ?? connector.id;
export const airSecret = (config: Config): string => config.air.secretName ?? AIR_SECRET;

/** The secret of each address that is called with a key: `feed/<id>`, or a connector's id, to secret id. */
export function secretIds(config: Config, connectors = config.connectors): Record<string, string> {
  return Object.fromEntries([
    ...config.feeds.map((feed) => [feedAddress(feed.id), feed.secretName ?? feedAddress(feed.id)]),
    ...connectors.map((connector) => [connector.id, connectorSecret(connector)]),
  ]);
}

function secretsOf(config: Config, direction: ConnectorConfig['direction']): string {
  const connectors = byDirection(config, direction);
  const feeds = direction === 'outbound' ? config.feeds : [];
  return JSON.stringify(secretIds({ ...config, feeds }, connectors));
}

/** Every function that the stack would deploy for this configuration, with the environment that it would have there. */
export function deployment(config: Config, endpoints: Endpoints): Deployed[] {
  const receive = (direction: ConnectorConfig['direction']): Deployed => {
    const name = `${direction}-receive` as const;
    const own: ReceiveEnvironment = {
      TABLE_NAME,
      QUEUE_URL_BASE: endpoints.queueUrlBase,
      QUEUES: queueNames(byDirection(config, direction)),
      SECRETS: secretsOf(config, direction),
    };
    return {
      name,
      bundle: name,
      connector: null,
      environment: { ...lambdaEnvironment(name, endpoints), ...own },
      timeoutMs: TIMEOUT_SECONDS.receive * 1000,
    };
  };
  const deliver = (connector: ConnectorConfig): Deployed => {
    const bundle = `${connector.direction}-deliver` as const;
    const name = `${bundle}-${connector.id}`;
    const own: DeliverEnvironment = {
      TABLE_NAME,
      CONNECTOR_ID: connector.id,
      QUEUE_URL: `${endpoints.queueUrlBase}/${queueName(connector.id)}`,
      DEAD_LETTER_QUEUE_URL: `${endpoints.queueUrlBase}/${deadLetterQueueName(connector.id)}`,
      SECRET_ID: connector.direction === 'inbound' ? airSecret(config) : connectorSecret(connector),
    };
    return {
      name,
      bundle,
      connector,
      environment: { ...lambdaEnvironment(name, endpoints), ...own },
      timeoutMs: TIMEOUT_SECONDS.deliver * 1000,
    };
  };
  const expiry: ExpiryEnvironment = {
    TABLE_NAME,
    QUEUE_URL_BASE: endpoints.queueUrlBase,
    QUEUES: queueNames(byDirection(config, 'outbound')),
  };
  return [
    receive('inbound'),
    receive('outbound'),
    ...config.connectors.map(deliver),
    {
      name: 'subscription-expiry',
      bundle: 'subscription-expiry',
      connector: null,
      environment: { ...lambdaEnvironment('subscription-expiry', endpoints), ...expiry },
      timeoutMs: TIMEOUT_SECONDS.expiry * 1000,
    },
  ];
}
