import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/** Short time-outs: a table that does not answer is an outage, and the messages are better off on their queue. */
export const TABLE_REQUESTS: DynamoDBClientConfig = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
};
