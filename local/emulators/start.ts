import type { Endpoints } from '../deployment';
import type { Started } from '../started';
import { QueueEmulator } from './queues';
import { SecretsEmulator } from './secrets';
import { TableEmulator } from './state-table';

/** What AWS itself keeps, on this machine. */
interface Emulators {
  readonly queues: QueueEmulator;
  readonly table: TableEmulator;
  readonly secrets: SecretsEmulator;
}

/** Starts all of them at a time. */
export async function startEmulators(started: Started): Promise<Emulators> {
  const [queues, table, secrets] = await Promise.all([
    QueueEmulator.start().then((each) => started.add(each, () => each.stop())),
    TableEmulator.start().then((each) => started.add(each, () => each.stop())),
    SecretsEmulator.start().then((each) => started.add(each, () => each.stop())),
  ]);
  return { queues, table, secrets };
}

export const endpointsOf = ({ queues, table, secrets }: Emulators): Endpoints => ({
  sqs: queues.url,
  queueUrlBase: queues.urlBase,
  table: table.url,
  secrets: secrets.url,
});
