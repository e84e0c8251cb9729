import middy from '@middy/core';
import { directoryClient, queueClient, secretsClient } from './connectors/clients';
import { loadConfig } from './connectors/config';
import { type ReceiveEnvironment, readEnvironment, readMap } from './connectors/environment';
import { identityTypesOf } from './connectors/identity-types';
import { lastResort, TIME_TO_ANSWER_MS } from './connectors/last-resort';
import { Queues } from './connectors/queue';
import { OutboundReceiver } from './connectors/receive-outbound';
import type { ApiEvent } from './connectors/request';
import { measureSecretAge } from './connectors/secret-age';
import { Secrets } from './connectors/secrets';
import { Table } from './connectors/table';

const environment = readEnvironment<ReceiveEnvironment>([
  'TABLE_NAME',
  'QUEUE_URL_BASE',
  'QUEUES',
  'SECRETS',
]);
const config = loadConfig();
const secretIds = readMap(environment.SECRETS, 'SECRETS');

const receiver = new OutboundReceiver({
  config,
  secretIds,
  secrets: new Secrets(secretsClient(), measureSecretAge('outbound', secretIds)),
  queues: new Queues(queueClient(), environment.QUEUE_URL_BASE, readMap(environment.QUEUES, 'QUEUES')),
  table: new Table(directoryClient(), environment.TABLE_NAME),
  identityTypes: identityTypesOf(config),
});

/** `POST /out/{name}` and `/out/{name}/{connectorId}`, and the status routes of `/out`. */
export const handler = middy((event: ApiEvent) => receiver.receive(event), {
  timeoutEarlyInMillis: TIME_TO_ANSWER_MS,
}).use(lastResort('outbound'));
