import { type AirEvent, readAirEvent } from '../../air/event';
import { type Known, NOTHING_KNOWN, type SubscriptionState } from '../../air/known';
import { object } from '../../air/reading';
import { unownedAccounts } from '../../air/unowned-accounts';
import { Wallets } from '../../air/wallets';
import { type Found, lookUp } from '../../connectors/directory';
import { leftKey, schemeKey, subscriptionKey } from '../../connectors/keys';
import type { AirMessage, ExpiryMessage } from '../../connectors/message';
import type { Table } from '../../connectors/table';
import { ordersAsked, orderTotalsBefore, type SubscriptionRow } from '../remember';
import type { Verdict } from '../settle';

/** A message that was read, with the AIR event in it. */
export type Readable = AirReadable | { readonly kind: 'expiry'; readonly message: ExpiryMessage };

export interface AirReadable {
  readonly kind: 'air';
  readonly message: AirMessage;
  readonly event: AirEvent;
  /** The accounts by which the directory may find the wallet of what AIR names none for. */
  readonly accounts: readonly string[];
}

/** Reads what is in a message. */
export function read(
  message: AirMessage | ExpiryMessage,
): Readable | { readonly verdict: Extract<Verdict, { kind: 'dead' }> } {
  if (message.kind === 'expiry') return { kind: 'expiry', message };
  const reading = readAirEvent(message.event, message.receivedAt);
  if (!('event' in reading)) return { verdict: { kind: 'dead', ...reading } };
  const { event } = reading;
  const { accountId, foundBy = [] } = message;
  const unowned = unownedAccounts(event, new Wallets(event));
  const accounts = accountId === null || unowned.includes(accountId) ? unowned : [accountId, ...unowned];
  return { kind: 'air', message, event, accounts: accounts.filter((account) => !foundBy.includes(account)) };
}

/** What the table knows beside the messages of one batch: identities and owners of accounts in one look-up for all. */
export class Knowledge {
  private constructor(
    private readonly table: Table,
    private readonly connector: string,
    private readonly found: Found,
    /** The first points scheme seen, also by an earlier message of this batch. */
    public schemeId: string | null,
  ) {}

  /** @throws what the table throws. */
  static async of(table: Table, connector: string, readables: readonly Readable[]): Promise<Knowledge> {
    const wallets = readables.flatMap(({ message }) => message.walletId ?? []);
    const accounts = readables.flatMap((readable) => (readable.kind === 'air' ? readable.accounts : []));
    const [found, rowOf] = await Promise.all([
      lookUp(table, [...new Set(wallets)], [...new Set(accounts)]),
      table.get([schemeKey(connector)]),
    ]);
    const scheme = rowOf(schemeKey(connector))?.schemeId;
    return new Knowledge(table, connector, found, typeof scheme === 'string' ? scheme : null);
  }

  /**
   * The wallet that a message without one is about by now: its account, or another one of the same operation, belongs to
   * it. Null where nobody knows.
   */
  ownerOf({ event, message }: AirReadable): { readonly walletId: string; readonly foundBy: string[] } | null {
    const { accountId } = message;
    if (accountId === null) return null;
    const wallets = new Wallets(event, { ...NOTHING_KNOWN, ...this.found });
    for (const operation of event.operations) {
      const accounts = wallets.accountsOf(operation);
      const walletId = accounts.includes(accountId) ? wallets.ownerOf(operation) : null;
      if (walletId !== null)
        return { walletId, foundBy: accounts.filter((account) => this.found.wallets[account] === walletId) };
    }
    return null;
  }

  /** What an event's translation has to know of its wallet. @throws what the table throws. */
  async besideEvent({ event, message }: AirReadable): Promise<Known> {
    const { walletId, foundBy = [] } = message;
    const [orderTotals, subscriptions] = await Promise.all([
      walletId === null ? {} : orderTotalsBefore(this.table, walletId, ordersAsked(event), event),
      walletId === null || !hasSubscription(event) ? [] : this.subscriptions(walletId),
    ]);
    const known = this.known(orderTotals, walletId, subscriptions);
    if (walletId === null || foundBy.length === 0) return known;
    const own = Object.fromEntries(foundBy.map((accountId) => [accountId, walletId]));
    return { ...known, wallets: { ...known.wallets, ...own } };
  }

  /** The row of a due subscription if it is still to be told: neither cancelled nor extended, its wallet not deleted. */
  async stillDue(message: ExpiryMessage): Promise<SubscriptionRow | null> {
    const { walletId, subscriptionId, expiresAt } = message;
    // Read now: an earlier message of this batch may have moved its end, cancelled it, or deleted the wallet.
    const [key, left] = [subscriptionKey(this.connector, walletId, subscriptionId), leftKey(walletId)];
    const rowOf = await this.table.get([key, left]);
    const row = rowOf(key) as SubscriptionRow | null;
    const due = row?.status === 'active' && row.endsAt === expiresAt;
    return due && rowOf(left) === null ? row : null;
  }

  async besideExpiry(walletId: string): Promise<Known> {
    return this.known({}, walletId, await this.subscriptions(walletId));
  }

  private known(
    orderTotals: Known['orderTotals'],
    walletId: string | null,
    subscriptions: readonly SubscriptionState[],
  ): Known {
    return {
      ...this.found,
      orderTotals,
      schemeId: this.schemeId,
      ...(walletId !== null && subscriptions.length > 0 && { subscriptions: { [walletId]: subscriptions } }),
    };
  }

  private async subscriptions(walletId: string): Promise<SubscriptionState[]> {
    const { pk, sk } = subscriptionKey(this.connector, walletId, '');
    const rows = (await this.table.query(pk, sk)) as SubscriptionRow[];
    return rows.map((row) => ({
      walletId,
      subscriptionId: row.subscriptionId,
      campaignId: row.campaignId,
      expiresAt: row.endsAt,
      status: row.status,
      asOf: row.asOf,
      shownAsOf: isEndTold(row) ? row.endsAt : row.asOf,
    }));
  }
}

/** It left the index when its end was told, or when a message of it went to the dead-letter queue. */
const isEndTold = (row: SubscriptionRow): row is SubscriptionRow & { readonly endsAt: string } =>
  row.status === 'active' && row.endsAt !== null && row.dueAt === undefined && row.endsAt > row.asOf;

const hasSubscription = (event: AirEvent): boolean =>
  event.operations.some(
    ({ value }) =>
      value.type === 'STANDARD_SUBSCRIPTION' || object(value.account).type === 'STANDARD_SUBSCRIPTION',
  );
