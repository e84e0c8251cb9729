import type { Operation } from './air-event';
import type { Maker } from './maker';
import { type Member, type TierBalances, tierFor } from './member';
import { tierOperation, tierTransaction } from './operations';

/** What a purchase does to the tier; the member's own state moves on. */
export function creditTier(maker: Maker, member: Member, by: TierBalances) {
  const before = member.tier;
  const after = {
    points: before.points + by.points,
    spend: before.spend + by.spend,
    transactions: before.transactions + by.transactions,
  };
  const from = member.tierId;
  const reached = tierFor(after.points).id;
  // A debit leaves the tier as it is until its year is over.
  const to = Number(reached) > Number(from) ? reached : from;
  member.tier = after;
  member.tierId = to;
  const [creditId, moveId] = [maker.nextId(), maker.nextId()];
  const type = by.spend < 0 || by.points < 0 ? ('DEBIT' as const) : ('CREDIT' as const);
  const changed = to === from ? [] : [{ from, to }];
  return {
    tells: changed.map(() => ({
      name: 'Tier Changed',
      properties: { tier_id: to, previous_tier_id: from, direction: 'up' },
    })),
    operations: (at: string): Operation[] => [
      tierTransaction(member, { id: creditId, type, tierId: from, tierIdAfter: null, before, after, at }),
      tierOperation(member, 'UPDATE', { tierId: to, balances: after, at }),
      ...changed.map(() =>
        tierTransaction(member, {
          id: moveId,
          type: 'MOVE',
          tierId: from,
          tierIdAfter: to,
          before: after,
          after,
          at,
        }),
      ),
    ],
  };
}
