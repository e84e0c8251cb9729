/** Reading tier memberships: what all operations of an event on one membership say together. */
import { isoUtc } from './dates';
import type { Operation } from './event';
import { list, number, object, text } from './reading';
import type { Telling } from './telling';

/** What counts for a tier. */
export interface TierBalances {
  readonly points: number | undefined;
  /** Minor units. */
  readonly spend: number | undefined;
  readonly transactions: number | undefined;
}

/** From one tier to another. */
export interface TierMove {
  /** AIR's id of the move, else the operation's index. */
  readonly entity: string;
  readonly from: string;
  readonly to: string;
}

/** One membership as the event leaves it. */
export interface TierMembership {
  readonly walletId: string | null;
  readonly entity: string;
  tierId?: string | undefined;
  created: boolean;
  deleted: boolean;
  /** ACTIVE, ... */
  status?: string | undefined;
  /** False where AIR only read it along. */
  changed: boolean;
  /** True where a transaction moved it or changed its balances. */
  counted: boolean;
  balances: TierBalances;
  readonly moves: TierMove[];
  /** By how much the balances changed; a move changes none. */
  readonly changes: { POINTS: number; SPEND: number; TRANSACTIONS: number };
  expiresAt?: string | undefined;
  resetsAt?: string | undefined;
}

const UNKNOWN: TierBalances = { points: undefined, spend: undefined, transactions: undefined };

/** A membership of which nothing is known. */
export const emptyMembership = (walletId: string | null, entity = '0'): TierMembership => ({
  walletId,
  entity,
  created: false,
  deleted: false,
  changed: false,
  counted: false,
  balances: UNKNOWN,
  moves: [],
  changes: { POINTS: 0, SPEND: 0, TRANSACTIONS: 0 },
});

/** What AIR read along after a change may be from before it: it says only what the change does not. */
function fillIn(membership: TierMembership, { value }: Operation): void {
  const { points, spend, transactions } = object(value.balances);
  const known = membership.balances;
  membership.tierId ??= text(value.tierId);
  membership.balances = {
    points: known.points ?? number(points),
    spend: known.spend ?? number(spend),
    transactions: known.transactions ?? number(transactions),
  };
  membership.expiresAt ??= isoUtc(value.expiryDate);
  membership.resetsAt ??= isoUtc(value.tierBalancesResetDate);
}

function readEntity(membership: TierMembership, { operationType, value }: Operation): void {
  const { points, spend, transactions } = object(value.balances);
  membership.tierId = text(value.tierId) ?? membership.tierId;
  membership.created ||= operationType === 'CREATE';
  membership.deleted = operationType === 'DELETE';
  membership.changed = operationType !== 'READ';
  membership.status = text(value.status);
  membership.balances = {
    points: number(points),
    spend: number(spend),
    transactions: number(transactions),
  };
  membership.expiresAt = isoUtc(value.expiryDate);
  membership.resetsAt = isoUtc(value.tierBalancesResetDate);
}

/** @param only without the changed membership itself a transaction is all there is, and its balances are the newest. */
function readTransaction(membership: TierMembership, { index, value }: Operation, only: boolean): void {
  membership.counted = true;
  membership.changed = true;
  const from = text(value.tierId);
  const to = text(value.tierIdAfter);
  if (from !== undefined && to !== undefined && from !== to)
    membership.moves.push({ entity: text(value.tierMembershipTransactionId) ?? String(index), from, to });
  if (only) membership.tierId = to ?? membership.tierId ?? from;
  let { points, spend, transactions } = membership.balances;
  for (const entry of list(value.actions)) {
    const { balanceType, amount, balanceAfter } = object(entry);
    if (balanceType !== 'POINTS' && balanceType !== 'SPEND' && balanceType !== 'TRANSACTIONS') continue;
    membership.changes[balanceType] += number(amount) ?? 0;
    if (balanceType === 'POINTS') points = number(balanceAfter);
    else if (balanceType === 'SPEND') spend = number(balanceAfter);
    else transactions = number(balanceAfter);
  }
  if (only) membership.balances = { points, spend, transactions };
}

const isMembership = ({ objectType }: Operation) => objectType === 'tierMembershipEntity';
const isRead = ({ operationType }: Operation) => operationType === 'READ';
const isTransaction = ({ objectType, operationType }: Operation) =>
  objectType === 'tierMembershipTransactionEntity' && operationType !== 'READ';

/** Every tier membership that the event's operations name, in order of appearance. */
export function tierMemberships({ event, wallets }: Telling): TierMembership[] {
  const operations = event.operations.filter(
    (operation) => isMembership(operation) || isTransaction(operation),
  );
  if (operations.length === 0) return [];
  const idOf = ({ value }: Operation) => text(value.tierMembershipId);
  const described = new Set(operations.filter((each) => isMembership(each) && !isRead(each)).map(idOf));
  const memberships = new Map<string | undefined, TierMembership>();
  for (const operation of operations) {
    const id = idOf(operation);
    const membership = memberships.get(id) ?? emptyMembership(wallets.ownerOf(operation), id);
    memberships.set(id, membership);
    if (isMembership(operation) && isRead(operation) && membership.changed) fillIn(membership, operation);
    else if (isMembership(operation)) readEntity(membership, operation);
    else readTransaction(membership, operation, !described.has(id));
  }
  return [...memberships.values()];
}
