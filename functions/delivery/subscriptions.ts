import { subscriptionKey } from '../connectors/keys';
import type { ExpiryMessage } from '../connectors/message';
import type { Table } from '../connectors/table';

/**
 * A due subscription is settled: told, or not to be told, or on the dead-letter queue. It leaves the index `due`, unless
 * it was extended meanwhile. The rest of the row stays, so that a redrive finds that it is still due.
 */
export async function takeOutOfIndex(
  table: Table,
  connector: string,
  { walletId, subscriptionId, expiresAt }: Pick<ExpiryMessage, 'walletId' | 'subscriptionId' | 'expiresAt'>,
): Promise<void> {
  await table.update(subscriptionKey(connector, walletId, subscriptionId), {
    expression: 'REMOVE dueShard, dueAt',
    condition: 'endsAt = :end',
    values: { ':end': expiresAt },
  });
}
