/** Whose an operation is. Each operation is attributed to its own wallet; where AIR does not say, nobody guesses. */
import { responseBody } from './body';
import type { AirEvent, Operation } from './event';
import { enrichedWallets } from './identities';
import { type Known, NOTHING_KNOWN } from './known';
import { list, object, text } from './reading';

/** A wallet that an event touches, as a message is addressed: by wallet, else by an account of it, else by nothing. */
export interface TouchedWallet {
  readonly walletId: string | null;
  readonly accountId: string | null;
}

/** What most events find when they ask who joined or left; made once. */
export const NO_WALLETS: ReadonlySet<string | null> = new Set();

/** The wallet that the operation itself names. */
export function namedWallet({ value }: Operation): string | undefined {
  return text(value.walletId) ?? text(object(value.account).walletId);
}

/** The accounts that the operation itself names. */
export function namedAccounts({ objectType, value }: Operation): readonly string[] {
  if (objectType === 'tierMembershipEntity')
    return list(value.accountIds).flatMap((accountId) => text(accountId) ?? []);
  const accountId = text(object(value.account).accountId) ?? text(value.accountId);
  return accountId === undefined ? [] : [accountId];
}

/**
 * The wallet that was asked to be rewarded, as the answer names it: a reward's operations may name none.
 * https://developer.eagleeye.com/eagleeye-developer/docs/behavioral-action-trigger
 */
export function rewardedWallet(event: AirEvent): string | null {
  return event.eventName === 'SERVICE.TRIGGER' ? (text(responseBody(event).walletId) ?? null) : null;
}

/**
 * The only wallet that the operations name, else, when they name none, the only one of the enrichment, else the one that
 * was rewarded.
 */
function onlyWallet(event: AirEvent): string | null {
  let only: string | undefined;
  for (const operation of event.operations) {
    const walletId = namedWallet(operation) ?? only;
    if (only !== undefined && walletId !== only) return null;
    only = walletId;
  }
  if (only !== undefined) return only;
  const [enriched, another] = enrichedWallets(event);
  return another === undefined ? (enriched ?? rewardedWallet(event)) : null;
}

/** Attributes the operations of one event. */
export class Wallets {
  /** The event's one wallet; null when there are several, or none. */
  readonly only: string | null;
  private byAccount: ReadonlyMap<string, string> | undefined;

  constructor(
    private readonly event: AirEvent,
    private readonly known: Known = NOTHING_KNOWN,
  ) {
    this.only = onlyWallet(event);
  }

  /** The operation's wallet; null when neither the event nor the directory says whose it is. */
  ownerOf(operation: Operation): string | null {
    const walletId = namedWallet(operation) ?? this.only;
    if (walletId !== null) return walletId;
    for (const accountId of this.accountsOf(operation)) {
      const owner = this.ownerOfAccount(accountId);
      if (owner !== undefined) return owner;
    }
    return null;
  }

  /** The operation's accounts; a tier transaction names only its membership, which names the accounts. */
  accountsOf(operation: Operation): readonly string[] {
    if (operation.objectType !== 'tierMembershipTransactionEntity') return namedAccounts(operation);
    const membershipId = text(operation.value.tierMembershipId);
    return this.event.operations
      .filter(
        ({ objectType, value }) =>
          objectType === 'tierMembershipEntity' && text(value.tierMembershipId) === membershipId,
      )
      .flatMap(namedAccounts);
  }

  private ownerOfAccount(accountId: string): string | undefined {
    this.byAccount ??= new Map(
      this.event.operations.flatMap((operation) => {
        const walletId = namedWallet(operation);
        return walletId === undefined
          ? []
          : namedAccounts(operation).map((account) => [account, walletId] as const);
      }),
    );
    return this.byAccount.get(accountId) ?? this.known.wallets[accountId];
  }
}

/** `only` what happened to a wallet touches it; a wallet that AIR merely read along does not count beside others. */
function touching(operations: readonly Operation[]): readonly Operation[] {
  const own = operations.filter(
    ({ objectType }) => objectType.startsWith('wallet') || objectType.startsWith('tier'),
  );
  const changes = own.filter(({ operationType }) => operationType !== 'READ');
  return changes.length > 0 ? changes : own;
}

/**
 * The wallets an event touches, one entry each, in order of appearance: the queue gets one message per entry. There is
 * always at least one, so that no event is lost for want of an address.
 */
export function walletsTouched(
  event: AirEvent,
  wallets: Wallets = new Wallets(event),
): readonly TouchedWallet[] {
  const touched = new Map<string, TouchedWallet>();
  for (const operation of touching(event.operations)) {
    const walletId = wallets.ownerOf(operation);
    const accountId = walletId === null ? (wallets.accountsOf(operation)[0] ?? null) : null;
    touched.set(`${walletId}:${accountId}`, { walletId, accountId });
  }
  const rewarded = wallets.only === null ? rewardedWallet(event) : null;
  if (rewarded !== null) touched.set(`${rewarded}:null`, { walletId: rewarded, accountId: null });
  return touched.size > 0 ? [...touched.values()] : [{ walletId: wallets.only, accountId: null }];
}
