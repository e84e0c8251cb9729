/**
 * The AWS clients of the receiving functions. Each waits for an answer only as long as a caller does: the SDK's own
 * limits are minutes, or none.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';

/** In ms. A request that gets no answer in time fails, rather than being logged as slow. */
const within = (connectionTimeout: number, requestTimeout: number) => ({
  requestHandler: { connectionTimeout, requestTimeout, throwOnRequestTimeout: true },
});

/** Tries are made by `Queues`, which knows what was taken. An explicit endpoint counts more than the host in a queue's URL. */
export const queueClient = (): SQSClient =>
  new SQSClient({ maxAttempts: 1, useQueueUrlAsEndpoint: false, ...within(1000, 2000) });

/** Two tries fit into the time that `Secrets` waits. */
export const secretsClient = (): SecretsManagerClient =>
  new SecretsManagerClient({ maxAttempts: 2, ...within(800, 1100) });

/** For the directory, whose absence must hardly be felt. */
export const directoryClient = (): DynamoDBClient =>
  new DynamoDBClient({ maxAttempts: 2, ...within(500, 800) });
