/** Points: balances, reservations and movements. */
import type { AccountOperation } from './accounts';
import { isoUtc } from './dates';
import { number, object, sum } from './reading';
import type { SpendContext } from './spending';
import type { Telling } from './telling';

/** AIR's words whose direction does not depend on balances. */
const GIVEN = new Set(['EARN', 'CREDIT', 'GOODWILL', 'DONATE_IN', 'GIFT_IN', 'AUTOTOPUP']);
const TAKEN = new Set(['DEBIT', 'REFUND_DEBIT', 'DONATE', 'GIFT', 'AUTO_REDUCE', 'EXPIRE']);

const isPoints = (operation: AccountOperation) => operation.type === 'POINTS';

/** The sum of the points that operations of these kinds moved; undefined when there is no such operation. */
export function pointsOf(accounts: readonly AccountOperation[], ...kinds: string[]): number | undefined {
  let total: number | undefined;
  for (const operation of accounts)
    if (isPoints(operation) && operation.value !== undefined && kinds.includes(operation.event ?? ''))
      total = (total ?? 0) + operation.value;
  return sum([total]);
}

/**
 * The operations whose points an order counts: where its wallet has some of its own, no other wallet's, which may be one
 * that recommended it. Where it has none, its points are on the account of a household, and all count. Mostly the given
 * list itself, since mostly everything is one wallet's.
 */
export function pointsAround(
  accounts: readonly AccountOperation[],
  walletId: string | null,
): readonly AccountOperation[] {
  let own = false;
  let others = false;
  for (const operation of accounts) {
    if (!isPoints(operation)) continue;
    if (operation.walletId === walletId) own = true;
    else others = true;
  }
  return own && others ? accounts.filter((operation) => operation.walletId === walletId) : accounts;
}

/**
 * By how much an operation changed `current`: from the balances around it, since AIR has many words for a movement, else
 * by its word.
 */
function movement({ event, value, transaction }: AccountOperation): number | undefined {
  const before = number(object(transaction.balancesBefore).current);
  const after = number(object(transaction.balancesAfter).current);
  if (before !== undefined && after !== undefined) return sum([after, -before]);
  if (value === undefined || event === undefined) return undefined;
  return GIVEN.has(event) ? value : TAKEN.has(event) ? -value : undefined;
}

/** The account in a LOCK is as it was before, unless its date and its balances both say that the lock is in it. */
function lockIsMissing({ event, value, account, transaction }: AccountOperation): boolean {
  if (event !== 'LOCK' || value === undefined) return false;
  const updated = isoUtc(account.lastUpdated) ?? '';
  const locked = number(object(account.balances).locked) ?? 0;
  return updated < (isoUtc(transaction.dateCreated) ?? '') || locked < value;
}

function balances({ account, transaction }: AccountOperation, locking: number) {
  const { current, usable: free, locked: reserved, lifetime } = object(account.balances);
  const usable = number(free);
  const locked = number(reserved);
  return {
    points_balance: number(current) ?? number(object(transaction.balancesAfter).current),
    points_usable: usable === undefined ? undefined : sum([usable, -locking]),
    points_locked: locked === undefined ? undefined : sum([locked, locking]),
    points_lifetime: number(lifetime),
  };
}

/** The one supported points scheme: the setting's, else the first one this connector saw, else the first one here. */
function schemeOf(telling: Telling, accounts: readonly AccountOperation[]): string | undefined {
  const schemeId = telling.settings.schemeId ?? telling.known.schemeId ?? undefined;
  return schemeId ?? accounts.find((operation) => isPoints(operation) && operation.campaignId)?.campaignId;
}

/** The balance attributes: of the supported scheme's account only, and the last operation wins. */
export function describePoints(telling: Telling, accounts: readonly AccountOperation[]): void {
  const schemeId = schemeOf(telling, accounts);
  telling.schemeId = schemeId ?? null;
  for (const operation of accounts) {
    if (!isPoints(operation)) continue;
    if (operation.campaignId !== undefined && operation.campaignId !== schemeId)
      telling.problem(
        `Points of scheme ${operation.campaignId} are not in points_balance, which is of scheme ${schemeId}: the setting schemeId chooses`,
      );
    else
      telling.describe(
        operation.walletId,
        balances(operation, lockIsMissing(operation) ? (operation.value ?? 0) : 0),
      );
  }
}

/**
 * Points Reserved, Spent and Released, and, unless a leading event tells of them already, Points Added and Removed.
 * A zero is no news.
 * @param spend asked only when there is a reservation or a spending.
 */
export function tellPoints(
  telling: Telling,
  accounts: readonly AccountOperation[],
  options: { readonly movements: boolean; readonly spend: (walletId: string | null) => SpendContext },
): void {
  for (const operation of accounts) {
    if (!isPoints(operation)) continue;
    const { walletId, entity, event, value } = operation;
    const change = movement(operation);
    const points = Math.abs(value || (change ?? 0));
    if (points === 0) continue;
    const told = { points, scheme_id: operation.campaignId, account_id: operation.accountId };
    const spending = spendingName(event, change);
    // A purchase gives its reservation back before it spends: that is no release.
    if (spending === 'Points Released' && isSpent(accounts, operation)) continue;
    if (spending) {
      const { orderId, reference } = options.spend(walletId);
      telling.tell(spending, walletId, entity, Object.assign(told, { order_id: orderId, reference }));
    } else if (options.movements && change)
      telling.tell(
        change > 0 ? 'Points Added' : 'Points Removed',
        walletId,
        entity,
        Object.assign(told, { reason: event }),
      );
  }
}

/** True when the same account is spent from in this event. */
const isSpent = (accounts: readonly AccountOperation[], { accountId }: AccountOperation) =>
  accounts.some((other) => isPoints(other) && other.event === 'SPEND' && other.accountId === accountId);

/** A VOID that leaves `current` as it was undoes a lock; any other undoes a movement, and is one itself. */
function spendingName(event: string | undefined, change: number | undefined) {
  if (event === 'LOCK') return 'Points Reserved';
  if (event === 'SPEND') return 'Points Spent';
  if (event === 'UNLOCK' || (event === 'VOID' && !change)) return 'Points Released';
  return undefined;
}
