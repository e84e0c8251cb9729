import { AIR_SECRET, airSecret, deadLetterQueueName, queueName, secretIds } from './deployment';
import { TABLE_NAME } from './emulators/state-table';
import type { Local } from './local';
import type { LocalState } from './state-file';

/** What the other commands need to work on this run. */
export function stateOf({ url, config, endpoints, queues }: Local): LocalState {
  return {
    pid: process.pid,
    apiUrl: url,
    config,
    tableName: TABLE_NAME,
    queues: Object.fromEntries(
      config.connectors.map(({ id }) => [
        id,
        {
          queueUrl: queues.queueUrl(queueName(id)),
          deadLetterQueueUrl: queues.queueUrl(deadLetterQueueName(id)),
        },
      ]),
    ),
    secrets: { [AIR_SECRET]: airSecret(config), ...secretIds(config) },
    endpoints: { sqs: endpoints.sqs, table: endpoints.table, secrets: endpoints.secrets },
  };
}
