import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { secretsClient } from './connectors/clients';
import { loadConfig } from './connectors/config';
import { type DeliverEnvironment, readEnvironment } from './connectors/environment';
import { guarded } from './connectors/guarded';
import { measureSecretAge } from './connectors/secret-age';
import { Secrets } from './connectors/secrets';
import type { OutboundSettings } from './connectors/settings';
import { Table } from './connectors/table';
import { Credentials } from './delivery/credentials';
import { httpClient } from './delivery/http';
import { deliverEvents, type OutboundContext } from './delivery/outbound/batch';
import { outboundOf, platformCredentials } from './delivery/outbound/start';
import { OwnQueue } from './delivery/own-queue';
import { connectorNamed, TABLE_REQUESTS } from './delivery/start';

const environment = readEnvironment<DeliverEnvironment>([
  'TABLE_NAME',
  'CONNECTOR_ID',
  'QUEUE_URL',
  'DEAD_LETTER_QUEUE_URL',
  'SECRET_ID',
]);
const connector = connectorNamed(loadConfig(), environment.CONNECTOR_ID, 'outbound');
const platform = outboundOf(connector.platform);
const secrets = new Secrets(
  secretsClient(),
  measureSecretAge('outbound', [[connector.id, environment.SECRET_ID]]),
);

const context: OutboundContext = {
  table: new Table(new DynamoDBClient(TABLE_REQUESTS), environment.TABLE_NAME),
  http: httpClient(),
  credentials: new Credentials(secrets, environment.SECRET_ID, platformCredentials(platform), {
    connector: connector.id,
    direction: 'outbound',
  }),
  queue: new OwnQueue(new SQSClient({ useQueueUrlAsEndpoint: false }), {
    connector: connector.id,
    queueUrl: environment.QUEUE_URL,
    deadLetterQueueUrl: environment.DEAD_LETTER_QUEUE_URL,
  }),
  platform,
  settings: connector.settings as OutboundSettings,
  connector: connector.id,
  now: Date.now,
  random: Math.random,
};

/** One outbound connector's queue to its platform: each message an AIR event of one wallet, or a subscription that is due. */
export const handler = guarded(
  (event: SQSEvent, lambda: Context): Promise<SQSBatchResponse> =>
    deliverEvents(event, context, () => lambda.getRemainingTimeInMillis()),
);
