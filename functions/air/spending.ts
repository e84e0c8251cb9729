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

/** The order is in the event, or the call that reserves names it. */
export function spendContext(
  event: AirEvent,
  transactions: readonly WalletTransaction[],
  orderId: string | undefined,
): SpendContext {
  return {
    orderId: orderId ?? text(requestBody(event).parentWalletTransactionReference),
    reference: transactions.findLast(({ type }) => type === 'SPEND')?.reference,
  };
}
