import middy from '@middy/core';
import { queueClient, secretsClient } from './connectors/clients';
import { loadConfig } from './connectors/config';
import { type ReceiveEnvironment, readEnvironment, readMap } from './connectors/environment';
import { lastResort, TIME_TO_ANSWER_MS } from './connectors/last-resort';
import { Queues } from './connectors/queue';
import { InboundReceiver } from './connectors/receive-inbound';
import type { ApiEvent } from './connectors/request';
import { measureSecretAge } from './connectors/secret-age';
import { Secrets } from './connectors/secrets';
import { PLATFORMS } from './platforms/registry';

const environment = readEnvironment<ReceiveEnvironment>(['QUEUE_URL_BASE', 'QUEUES', 'SECRETS']);
const secretIds = readMap(environment.SECRETS, 'SECRETS');

const receiver = new InboundReceiver({
  config: loadConfig(),
  platforms: PLATFORMS,
  secretIds,
  secrets: new Secrets(secretsClient(), measureSecretAge('inbound', secretIds)),
  queues: new Queues(queueClient(), environment.QUEUE_URL_BASE, readMap(environment.QUEUES, 'QUEUES')),
});

/** `POST /in/{platform}/{connectorId}`, and the status routes of `/in`. */
export const handler = middy((event: ApiEvent) => receiver.receive(event), {
  timeoutEarlyInMillis: TIME_TO_ANSWER_MS,
}).use(lastResort('inbound'));
