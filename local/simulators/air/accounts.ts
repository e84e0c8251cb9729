/** AIR's account transactions, as they stand in an answer and in an event. */
import type { Programme, Wallet } from './programme';
import { airDate, NEVER } from './writing';

export interface AccountTransaction {
  readonly accountTransactionId: string;
  readonly accountId: string;
  readonly account: Readonly<Record<string, unknown>>;
  readonly event: string;
  readonly value: number;
  readonly [field: string]: unknown;
}

interface AccountChange {
  readonly accountId: string;
  readonly campaignId: string;
  readonly type: string;
  readonly clientType: string;
  readonly event: string;
  readonly value: number;
  readonly status?: string;
  readonly endsAt?: string;
  readonly balances?: Readonly<Record<string, number>>;
  readonly before?: Readonly<Record<string, number>>;
  readonly after?: Readonly<Record<string, number>>;
}

const NO_BALANCE = { available: 0, refundable: 0 };

/** One change of one account. Empty objects are `[]`, since AIR is written in PHP. */
export function accountTransaction(
  programme: Programme,
  wallet: Wallet,
  change: AccountChange,
  now: Date,
): AccountTransaction {
  const at = airDate(now);
  return {
    accountTransactionId: programme.nextId(),
    parentAccountTransactionId: '',
    accountId: change.accountId,
    account: {
      accountId: change.accountId,
      walletId: wallet.walletId,
      campaignId: change.campaignId,
      type: change.type,
      clientType: change.clientType,
      status: change.status ?? 'ACTIVE',
      state: 'LOADED',
      dates: { start: at, end: change.endsAt ?? NEVER },
      meta: [],
      dateCreated: at,
      lastUpdated: at,
      overrides: [],
      balances: change.balances ?? NO_BALANCE,
      relationships: [],
      mobileWallet: null,
    },
    event: change.event,
    value: change.value,
    source: 1,
    balancesBefore: change.before ?? NO_BALANCE,
    balancesAfter: change.after ?? NO_BALANCE,
    transactionDetails: [],
    properties: [],
    dateCreated: at,
    lastUpdated: at,
  };
}
