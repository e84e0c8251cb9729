import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context, ScheduledEvent } from 'aws-lambda';
import { queueClient } from './connectors/clients';
import { type ExpiryEnvironment, readEnvironment, readMap } from './connectors/environment';
import { guarded } from './connectors/guarded';
import { Queues } from './connectors/queue';
import { Table } from './connectors/table';
import { type ExpiryContext, type ExpiryRun, queueDue } from './delivery/expiry';
import { TABLE_REQUESTS } from './delivery/table-requests';

const environment = readEnvironment<ExpiryEnvironment>(['TABLE_NAME', 'QUEUE_URL_BASE', 'QUEUES']);
const names = readMap(environment.QUEUES, 'QUEUES');

const context: ExpiryContext = {
  table: new Table(new DynamoDBClient(TABLE_REQUESTS), environment.TABLE_NAME),
  queues: new Queues(queueClient(), environment.QUEUE_URL_BASE, names),
  connectors: new Set(names.keys()),
  now: Date.now,
};

/** Every five minutes: subscriptions that are due go onto their connectors' queues, since AIR is silent when one ends. */
export const handler = guarded(
  (_event: ScheduledEvent, lambda: Context): Promise<ExpiryRun> =>
    queueDue(context, lambda.awsRequestId, () => lambda.getRemainingTimeInMillis()),
);
