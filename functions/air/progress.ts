/** Quests, stamp cards and continuity: started, progressed, completed, cancelled. */
import { type AccountOperation, validFrom, validUntil } from './accounts';
import type { PropertyValue } from './loyalty-event';
import { number, object } from './reading';
import { dependentCoupons } from './subscriptions';
import type { Telling } from './telling';

const LABELS = { QUEST: 'Quest', COUPON_STAMP_CARD: 'Stamp Card', CONTINUITY: 'Continuity' } as const;
const STAGES = { CREATE: 'Started', REDEEM: 'Completed', CANCEL: 'Cancelled' } as const;

/** Balances of continuity that are money, in minor units. */
const MONEY = new Set(['totalSpend', 'currentSpend']);

const entryOf = <T extends object>(table: T, key: string | undefined): T[keyof T] | undefined =>
  key !== undefined && Object.hasOwn(table, key) ? table[key as keyof T] : undefined;

function balances(
  telling: Telling,
  { account, transaction }: AccountOperation,
): Record<string, PropertyValue> {
  const told: Record<string, PropertyValue> = {};
  const own = Object.entries(object(account.balances));
  for (const [name, value] of own.length > 0 ? own : Object.entries(object(transaction.balancesAfter))) {
    const amount = number(value);
    if (amount !== undefined)
      told[name.replace(/[A-Z]/g, '_$&').toLowerCase()] = MONEY.has(name) ? telling.money(amount) : amount;
  }
  return told;
}

/** Tells each stage of quests, stamp cards and continuity; an operation of any other kind is progress. */
export function tellProgress(telling: Telling, accounts: readonly AccountOperation[]): void {
  for (const operation of accounts) {
    const label = entryOf(LABELS, operation.type);
    if (label === undefined) continue;
    const stage = entryOf(STAGES, operation.event) ?? 'Progressed';
    const objectives =
      stage === 'Started' || stage === 'Cancelled'
        ? dependentCoupons(operation, accounts, { mine: 'OBJECTIVE', theirs: 'OBJECTIVE_OF' })
        : [];
    telling.tell(`${label} ${stage}`, operation.walletId, operation.entity, {
      account_id: operation.accountId,
      campaign_id: operation.campaignId,
      balances: balances(telling, operation),
      valid_from: validFrom(operation.account),
      valid_until: validUntil(operation.account),
      objectives: objectives.length > 0 ? objectives : undefined,
    });
  }
}
