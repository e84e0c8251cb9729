import { deliveredKey } from '../connectors/keys';
import type { Row, Table } from '../connectors/table';
import { keptUntil } from './kept-until';
import { KEEP_DAYS } from './limits';

/**
 * What one connector's platform has already: one row per item, by which every repeat is recognised, whoever sent it
 * again (AIR, SQS, or an operator), for 45 days from the last time it was seen.
 */
export class Ledger {
  constructor(
    private readonly table: Table,
    private readonly connector: string,
    private readonly now: () => number = Date.now,
  ) {}

  /** Which of these items were delivered before. What is found is kept for another 45 days. */
  async delivered(itemIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (itemIds.length === 0) return new Set();
    const rowOf = await this.table.get(itemIds.map((id) => deliveredKey(this.connector, id)));
    const found = new Set(itemIds.filter((id) => rowOf(deliveredKey(this.connector, id)) !== null));
    await this.write(found);
    return found;
  }

  /** Straight after each answer: between the answer and this row, a crash makes a repeat. */
  async write(itemIds: Iterable<string>): Promise<void> {
    const expiresAt = keptUntil(this.now(), KEEP_DAYS.delivered);
    const rows: Row[] = [...new Set(itemIds)].map((id) => ({
      ...deliveredKey(this.connector, id),
      expiresAt,
    }));
    await this.table.putAll(rows);
  }
}
