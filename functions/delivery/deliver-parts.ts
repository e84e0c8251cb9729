/** What the deliver functions of both directions are made of. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { secretsClient } from '../connectors/clients';
import { type Config, type ConnectorConfig, loadConfig } from '../connectors/config';
import { type DeliverEnvironment, readEnvironment } from '../connectors/environment';
import { measureSecretAge } from '../connectors/secret-age';
import { type Secret, Secrets } from '../connectors/secrets';
import { Table } from '../connectors/table';
import { Credentials } from './credentials';
import { httpClient } from './http';
import { OwnQueue } from './own-queue';
import { TABLE_REQUESTS } from './table-requests';

/** The connector that a function delivers for. */
export interface Owner {
  readonly config: Config;
  readonly connector: ConnectorConfig;
  readonly environment: DeliverEnvironment;
}

/** @throws Error at start that names the connector, or the variable: the stack and `connectors.json` do not fit together. */
export function deliverFor(direction: ConnectorConfig['direction']): Owner {
  const environment = readEnvironment<DeliverEnvironment>([
    'TABLE_NAME',
    'CONNECTOR_ID',
    'QUEUE_URL',
    'DEAD_LETTER_QUEUE_URL',
    'SECRET_ID',
  ]);
  const config = loadConfig();
  const id = environment.CONNECTOR_ID;
  const connector = config.connectors.find((candidate) => candidate.id === id);
  if (connector?.direction !== direction)
    throw new Error(`connectors.json has no ${direction} connector "${id}"`);
  return { config, connector, environment };
}

/** @param read the credentials out of the function's one secret; null where it is not set up. */
export function deliverParts<C>({ connector, environment }: Owner, read: (secret: Secret) => C | null) {
  const { id, direction } = connector;
  const { SECRET_ID, TABLE_NAME, QUEUE_URL, DEAD_LETTER_QUEUE_URL } = environment;
  const secrets = new Secrets(secretsClient(), measureSecretAge(direction, [[id, SECRET_ID]]));
  return {
    connector: id,
    table: new Table(new DynamoDBClient(TABLE_REQUESTS), TABLE_NAME),
    http: httpClient(),
    credentials: new Credentials(secrets, SECRET_ID, read, { connector: id, direction }),
    queue: new OwnQueue(new SQSClient({ useQueueUrlAsEndpoint: false }), {
      connector: id,
      queueUrl: QUEUE_URL,
      deadLetterQueueUrl: DEAD_LETTER_QUEUE_URL,
    }),
    now: Date.now,
    random: Math.random,
  };
}
