import { requestBody } from './body';
import type { AirEvent } from './event';
import { text } from './reading';
import type { WalletTransaction } from './transactions';

/** What points are reserved, spent or released for. */
export interface SpendContext {
  /** The order's reference. */
  readonly orderId: string | undefined;
  /** The reservation's own reference: the same when it is released. */
  readonly reference: string | undefined;
}

function referenceOf(
  transactions: readonly WalletTransaction[],
  walletId: string | null,
  kind: 'SETTLE' | 'SPEND',
): string | undefined {
  return transactions.findLast((other) => other.type === kind && other.walletId === walletId)?.reference;
}

/** The wallet's own order in the event: another member's order is not told to this one. */
export function orderIdOf(
  transactions: readonly WalletTransaction[],
  walletId: string | null,
): string | undefined {
  return referenceOf(transactions, walletId, 'SETTLE');
}

/** The order is in the event, or the call that reserves names it. */
export function spendContext(
  event: AirEvent,
  transactions: readonly WalletTransaction[],
  walletId: string | null,
): SpendContext {
  return {
    orderId: orderIdOf(transactions, walletId) ?? text(requestBody(event).parentWalletTransactionReference),
    reference: referenceOf(transactions, walletId, 'SPEND'),
  };
}
