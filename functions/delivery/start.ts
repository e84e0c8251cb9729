import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type { Config, ConnectorConfig } from '../connectors/config';

/** Short time-outs: a table that does not answer is an outage, and the messages are better off on their queue. */
export const TABLE_REQUESTS: DynamoDBClientConfig = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
};

/** @throws Error that names the connector, at start: the stack and `connectors.json` do not fit together. */
export function connectorNamed(
  config: Config,
  id: string,
  direction: ConnectorConfig['direction'],
): ConnectorConfig {
  const connector = config.connectors.find((candidate) => candidate.id === id);
  if (connector?.direction !== direction)
    throw new Error(`connectors.json has no ${direction} connector "${id}"`);
  return connector;
}
