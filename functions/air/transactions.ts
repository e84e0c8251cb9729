/** Wallet transactions: orders, their fulfilments and refunds, and reservations of points. */
import { isoUtc } from './dates';
import type { AirEvent } from './event';
import { type Json, list, number, object, sum, text } from './reading';
import type { Wallets } from './wallets';

/** One `walletTransactionEntity`. Amounts are in minor units. */
export interface WalletTransaction {
  readonly walletId: string | null;
  /** AIR's id of it, else the operation's index. */
  readonly entity: string;
  readonly operationType: string;
  /** SETTLE is an order; FULFIL, REFUND and SPEND belong to one. */
  readonly type: string | undefined;
  /** ACTIVE, FULFILLING, SETTLED, FULFILLED, VOIDED, ... */
  readonly status: string | undefined;
  readonly reference: string | undefined;
  readonly at: string | undefined;
  readonly lines: readonly Json[];
  readonly summary: Json;
  readonly total: number | undefined;
  readonly discount: number | undefined;
  readonly itemCount: number | undefined;
  readonly pointsGiven: number | undefined;
  readonly pointsTaken: number | undefined;
  readonly storeId: string | undefined;
  readonly storeParentId: string | undefined;
}

/** `totalDiscountAmount` is an amount, or amounts by kind (promotions, staff, general). */
function discountOf(summary: Json): number | undefined {
  const amount = summary.totalDiscountAmount;
  return number(amount) ?? sum(Object.values(object(amount)).map(number));
}

/** The wallet transactions in AIR's order; one thing may stand there in several states. */
export function walletTransactions(event: AirEvent, wallets: Wallets): WalletTransaction[] {
  const transactions: WalletTransaction[] = [];
  for (const operation of event.operations) {
    if (operation.objectType !== 'walletTransactionEntity' || operation.operationType === 'READ') continue;
    const { value } = operation;
    const basket = object(value.basket);
    const summary = object(basket.summary);
    const points = object(object(summary.results).points);
    const location = object(value.location);
    transactions.push({
      walletId: wallets.ownerOf(operation),
      entity: text(value.walletTransactionId) ?? String(operation.index),
      operationType: operation.operationType,
      type: text(value.type),
      status: text(value.status),
      reference: text(value.reference),
      at: isoUtc(value.transactionDateTime),
      lines: list(basket.contents).map(object),
      summary,
      total: number(summary.totalBasketValue),
      discount: discountOf(summary),
      itemCount: number(summary.totalItems),
      pointsGiven: number(points.totalPointsGiven),
      pointsTaken: number(points.totalPointsTaken),
      storeId: text(location.storeId),
      storeParentId: text(location.storeParentId),
    });
  }
  return transactions;
}

const isUndone = ({ status }: WalletTransaction) => status === 'VOIDED' || status === 'CANCELLED';

/**
 * Without those that AIR took back in the same call, whose last status is VOIDED or CANCELLED: they did not happen.
 * Mostly the given list itself.
 */
export function standing(transactions: readonly WalletTransaction[]): readonly WalletTransaction[] {
  if (!transactions.some(isUndone)) return transactions;
  const last = new Map(transactions.map((transaction) => [transaction.entity, transaction]));
  const undone = new Set([...last.values()].filter(isUndone).map(({ entity }) => entity));
  return transactions.filter(({ entity }) => !undone.has(entity));
}

/** True when there were transactions of a type, and AIR took all of them back in the same call. */
export function takenBack(transactions: readonly WalletTransaction[], type: string): boolean {
  const isOfType = (transaction: WalletTransaction) => transaction.type === type;
  const stood = standing(transactions);
  return stood !== transactions && transactions.some(isOfType) && !stood.some(isOfType);
}

/** Of several states of one thing the last that has lines, since AIR writes an empty basket first; else the last. */
export function latest(transactions: readonly WalletTransaction[]): WalletTransaction | undefined {
  return transactions.findLast(({ lines }) => lines.length > 0) ?? transactions.at(-1);
}

/** The order that an event settles, changes or is about; none that was taken back. */
export function orderOf(transactions: readonly WalletTransaction[]): WalletTransaction | undefined {
  const orders = standing(transactions).filter(({ type }) => type === 'SETTLE');
  const settled = orders.filter(({ status }) => status === 'SETTLED');
  const updated = settled.filter(({ operationType }) => operationType === 'UPDATE');
  return latest(updated) ?? latest(settled) ?? latest(orders);
}
