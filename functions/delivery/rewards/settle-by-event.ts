import { rewardReferenceKey } from '../../connectors/keys';
import { logDecision } from '../../connectors/log';
import type { Table } from '../../connectors/table';
import { RewardStore } from './store';

/**
 * AIR's event tells that a reward was issued under one of our references: whatever was not known of its call is known
 * now, and a parked one ends when it is redriven. References of others find no record.
 * @throws what the table throws.
 */
export async function settleRewards(
  table: Table,
  references: readonly string[],
  of: { readonly walletId: string | null; readonly requestId: string; readonly eventId: string },
  now: () => number,
): Promise<void> {
  if (references.length === 0) return;
  const store = new RewardStore(table, now);
  const rowOf = await table.get(references.map(rewardReferenceKey));
  for (const reference of new Set(references)) {
    const key = rowOf(rewardReferenceKey(reference))?.key;
    if (typeof key !== 'string' || !(await store.settle(key, of.walletId))) continue;
    logDecision({
      decision: 'learnt',
      direction: 'inbound',
      requestId: of.requestId,
      eventId: of.eventId,
      rewardReference: reference,
      detail: "AIR's event says that it was issued",
    });
  }
}
