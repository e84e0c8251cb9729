import type { DeadLetter } from './dead-letters';

interface ReasonSummary {
  readonly reason: string;
  readonly count: number;
  /** ISO 8601, UTC: the earliest first failure. */
  readonly oldest: string;
}

/** By reason, the most frequent first. */
export function summarise(letters: readonly DeadLetter[]): ReasonSummary[] {
  const byReason = new Map<string, ReasonSummary>();
  for (const { reason, firstAt } of letters) {
    const known = byReason.get(reason);
    byReason.set(reason, {
      reason,
      count: (known?.count ?? 0) + 1,
      oldest: known && known.oldest < firstAt ? known.oldest : firstAt,
    });
  }
  return [...byReason.values()].sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}
