/** Operations on accounts: what happened to points, coupons, subscriptions, quests, stamp cards and continuity. */
import { isoUtc } from './dates';
import type { AirEvent } from './event';
import { type Json, list, number, object, text } from './reading';
import type { Wallets } from './wallets';

/** One `walletAccountTransactionEntity`. */
export interface AccountOperation {
  readonly walletId: string | null;
  readonly accountId: string | undefined;
  /** POINTS, ECOUPON, STANDARD_SUBSCRIPTION, ... */
  readonly type: string | undefined;
  /** CREATE, REDEEM, EARN, ... */
  readonly event: string | undefined;
  /** Points, stamps or minor units, as the account's type has it. */
  readonly value: number | undefined;
  readonly campaignId: string | undefined;
  readonly clientType: string | undefined;
  /** AIR's id of the operation, else its index: tells it apart within the event. */
  readonly entity: string;
  readonly account: Json;
  readonly transaction: Json;
}

const NOWHERE = -1;

function isRepeat(
  { transaction, event, accountId }: AccountOperation,
  id: string,
  kind: string | undefined,
  account: string | undefined,
): boolean {
  return text(transaction.accountTransactionId) === id && event === kind && accountId === account;
}

/**
 * The operations on accounts in AIR's order, each once: a deletion lists some of them twice, and of two states the last
 * says what the account looks like. It keeps the name of the first, which a repeat of the event would be known by.
 */
export function accountOperations(event: AirEvent, wallets: Wallets): AccountOperation[] {
  const operations: AccountOperation[] = [];
  const seen = new Set<string>();
  for (const operation of event.operations) {
    if (operation.objectType !== 'walletAccountTransactionEntity' || operation.operationType === 'READ')
      continue;
    const transaction = operation.value;
    const account = object(transaction.account);
    const accountId = text(account.accountId) ?? text(transaction.accountId);
    const id = text(transaction.accountTransactionId);
    const kind = text(transaction.event);
    const idIsUsed = id !== undefined && seen.has(id);
    const earlier = idIsUsed
      ? operations.findIndex((other) => isRepeat(other, id, kind, accountId))
      : NOWHERE;
    const repeated = earlier === NOWHERE ? undefined : operations.splice(earlier, 1)[0];
    if (id !== undefined) seen.add(id);
    operations.push({
      walletId: wallets.ownerOf(operation),
      accountId,
      type: text(account.type),
      event: kind,
      value: number(transaction.value),
      campaignId: text(account.campaignId),
      clientType: text(account.clientType),
      // In a reward's event AIR shifts the ids of the operations, so that two may share one.
      entity: repeated?.entity ?? (id === undefined || idIsUsed ? String(operation.index) : id),
      account,
      transaction,
    });
  }
  return operations;
}

const NO_ACCOUNTS: readonly string[] = [];

/** The ids of the accounts that stand in a relationship (`ENTITLEMENT_OF`, `OBJECTIVE`, ...) to this one. */
export function relatedAccounts(account: Json, relationship: string): readonly string[] {
  const byType = object(object(account.relationships)[relationship]);
  // Most accounts have none: a list is made when there is something to put in.
  let ids: string[] | undefined;
  for (const type in byType)
    for (const entry of list(byType[type])) {
      const accountId = text(object(entry).accountId);
      if (accountId === undefined) continue;
      ids ??= [];
      ids.push(accountId);
    }
  return ids ?? NO_ACCOUNTS;
}

/** From when the account can be used. */
export const validFrom = (account: Json) => isoUtc(object(account.dates).start);

/** Until when the account can be used; undefined when it never ends. */
export const validUntil = (account: Json) => isoUtc(object(account.dates).end);
