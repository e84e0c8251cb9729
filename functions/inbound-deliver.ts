import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { airCredentials } from './air/trigger';
import { secretsClient } from './connectors/clients';
import { loadConfig } from './connectors/config';
import { type DeliverEnvironment, readEnvironment } from './connectors/environment';
import { guarded } from './connectors/guarded';
import { measureSecretAge } from './connectors/secret-age';
import { Secrets } from './connectors/secrets';
import type { InboundSettings } from './connectors/settings';
import { Table } from './connectors/table';
import { Credentials } from './delivery/credentials';
import { httpClient } from './delivery/http';
import { OwnQueue } from './delivery/own-queue';
import { deliverRewards, type InboundContext } from './delivery/rewards/batch';
import { connectorNamed, TABLE_REQUESTS } from './delivery/start';

const environment = readEnvironment<DeliverEnvironment>([
  'TABLE_NAME',
  'CONNECTOR_ID',
  'QUEUE_URL',
  'DEAD_LETTER_QUEUE_URL',
  'SECRET_ID',
]);
const config = loadConfig();
const connector = connectorNamed(config, environment.CONNECTOR_ID, 'inbound');
const secrets = new Secrets(
  secretsClient(),
  measureSecretAge('inbound', [[connector.id, environment.SECRET_ID]]),
);

const context: InboundContext = {
  table: new Table(new DynamoDBClient(TABLE_REQUESTS), environment.TABLE_NAME),
  http: httpClient(),
  credentials: new Credentials(secrets, environment.SECRET_ID, airCredentials, {
    connector: connector.id,
    direction: 'inbound',
  }),
  queue: new OwnQueue(new SQSClient({ useQueueUrlAsEndpoint: false }), {
    connector: connector.id,
    queueUrl: environment.QUEUE_URL,
    deadLetterQueueUrl: environment.DEAD_LETTER_QUEUE_URL,
  }),
  walletUrl: config.air.walletUrl,
  connector: connector.id,
  settings: connector.settings as InboundSettings,
  now: Date.now,
  random: Math.random,
};

/** One inbound connector's queue to AIR: each message a reward. */
export const handler = guarded(
  (event: SQSEvent, lambda: Context): Promise<SQSBatchResponse> =>
    deliverRewards(event, context, () => lambda.getRemainingTimeInMillis()),
);
