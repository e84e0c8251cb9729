import type { AirEvent, Operation } from './event';
import { enrichedWallets, identitiesEnded, identitiesShown } from './identities';
import type { Lesson } from './known';
import { LEAVING } from './leaving';
import { object, text } from './reading';
import { NO_WALLETS, namedAccounts, namedWallet, Wallets } from './wallets';

/** Accounts that live long enough for a later event to name one without its wallet. A coupon is one of very many. */
function worthKnowing({ objectType, value }: Operation): boolean {
  if (objectType === 'tierMembershipEntity') return true;
  if (objectType !== 'walletAccountTransactionEntity' && objectType !== 'walletAccountEntity') return false;
  const type = text(object(value.account).type) ?? text(value.type);
  return type !== undefined && type !== 'ECOUPON' && type !== 'BEHAVIOURAL_ACTION';
}

/** The wallets that this event says were deleted. */
export function walletsLeft(event: AirEvent, wallets: Wallets): ReadonlySet<string | null> {
  const deletions = event.operations.filter(
    ({ objectType, operationType }) => objectType === 'walletEntity' && operationType === 'DELETE',
  );
  if (deletions.length > 0) return new Set(deletions.map((deletion) => wallets.ownerOf(deletion)));
  return LEAVING.has(event.eventName) ? new Set([wallets.only]) : NO_WALLETS;
}

/**
 * What the directory learns from an event: each wallet's active identities, those that are its no longer, and its accounts,
 * or that it was deleted. Nothing is learnt of a deleted wallet, or from a value that AIR rewrote.
 */
export function lessonsOf(event: AirEvent, wallets: Wallets = new Wallets(event)): readonly Lesson[] {
  const left = walletsLeft(event, wallets);
  const accounts = new Map<string, Set<string>>();
  for (const walletId of enrichedWallets(event)) accounts.set(walletId, new Set());
  for (const operation of event.operations) {
    const walletId = namedWallet(operation) ?? (worthKnowing(operation) ? wallets.ownerOf(operation) : null);
    if (walletId === null) continue;
    const known = accounts.get(walletId) ?? new Set();
    accounts.set(walletId, known);
    if (worthKnowing(operation)) for (const accountId of namedAccounts(operation)) known.add(accountId);
  }
  for (const walletId of left) if (walletId !== null) accounts.set(walletId, new Set());

  const lessons: Lesson[] = [];
  for (const [walletId, accountIds] of accounts) {
    const gone = left.has(walletId);
    const identities = gone ? {} : identitiesShown(event, walletId);
    const ended = gone ? {} : identitiesEnded(event, walletId);
    const hasEnded = Object.keys(ended).length > 0;
    if (gone || hasEnded || accountIds.size > 0 || Object.keys(identities).length > 0)
      lessons.push({
        walletId,
        identities,
        ...(hasEnded && { ended }),
        accountIds: [...accountIds],
        asOf: event.occurredAt,
        left: gone,
      });
  }
  return lessons;
}
