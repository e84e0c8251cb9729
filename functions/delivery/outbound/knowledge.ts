import { type AirEvent, readAirEvent } from '../../air/event';
import type { Known, SubscriptionState } from '../../air/known';
import { object } from '../../air/reading';
import { Wallets } from '../../air/wallets';
import { lookUp } from '../../connectors/directory';
import { leftKey, schemeKey, subscriptionKey } from '../../connectors/keys';
import type { AirMessage, ExpiryMessage } from '../../connectors/message';
import type { Row, Table } from '../../connectors/table';
import { ordersAsked, orderTotalsBefore, type SubscriptionRow } from '../remember';
import type { Verdict } from '../settle';

/** A message that was read, with the AIR event in it. */
export type Readable =
  | {
      readonly kind: 'air';
      readonly message: AirMessage;
      readonly event: AirEvent;
      /** The accounts by which the directory may find the wallet of what AIR names none for. */
      readonly accounts: readonly string[];
    }
  | { readonly kind: 'expiry'; readonly message: ExpiryMessage };

/** Reads what is in a message. */
export function read(
  message: AirMessage | ExpiryMessage,
): Readable | { readonly verdict: Extract<Verdict, { kind: 'dead' }> } {
  if (message.kind === 'expiry') return { kind: 'expiry', message };
  const reading = readAirEvent(message.event, message.receivedAt);
  if (!('event' in reading)) return { verdict: { kind: 'dead', ...reading } };
  const { event } = reading;
  return { kind: 'air', message, event, accounts: accountsAsked(event, message.accountId) };
}

/** What the table knows beside the messages of one batch: identities and owners of accounts in one look-up for all. */
export class Knowledge {
  private constructor(
    private readonly table: Table,
    private readonly connector: string,
    private readonly found: Pick<Known, 'identities' | 'wallets'>,
    private readonly rowOf: (key: { pk: string; sk: string }) => Row | null,
    /** The first points scheme seen, also by an earlier message of this batch. */
    public schemeId: string | null,
  ) {}

  /** @throws what the table throws. */
  static async of(table: Table, connector: string, readables: readonly Readable[]): Promise<Knowledge> {
    const wallets = readables.flatMap(({ message }) => message.walletId ?? []);
    const accounts = readables.flatMap((readable) => (readable.kind === 'air' ? readable.accounts : []));
    const due = readables.flatMap((readable) => (readable.kind === 'expiry' ? [readable.message] : []));
    const [found, rowOf] = await Promise.all([
      lookUp(table, [...new Set(wallets)], [...new Set(accounts)]),
      table.get([
        schemeKey(connector),
        ...due.flatMap(({ walletId, subscriptionId }) => [
          subscriptionKey(connector, walletId, subscriptionId),
          leftKey(walletId),
        ]),
      ]),
    ]);
    const scheme = rowOf(schemeKey(connector))?.schemeId;
    return new Knowledge(table, connector, found, rowOf, typeof scheme === 'string' ? scheme : null);
  }

  /** The wallet that a message is about: its own, or the one its account belongs to; null where nobody knows. */
  walletOf(message: AirMessage | ExpiryMessage): string | null {
    if (message.walletId !== null || message.kind === 'expiry') return message.walletId;
    return (message.accountId !== null ? this.found.wallets[message.accountId] : undefined) ?? null;
  }

  /** What an event's translation has to know of its wallet. @throws what the table throws. */
  async besideEvent(event: AirEvent, walletId: string | null): Promise<Known> {
    const [orderTotals, subscriptions] = await Promise.all([
      walletId === null ? {} : orderTotalsBefore(this.table, walletId, ordersAsked(event), event),
      walletId === null || !hasSubscription(event) ? [] : this.subscriptions(walletId),
    ]);
    return this.known(orderTotals, walletId, subscriptions);
  }

  /** The row of a due subscription if it is still to be told: neither cancelled nor extended, its wallet not deleted. */
  stillDue(message: ExpiryMessage): SubscriptionRow | null {
    const { walletId, subscriptionId, expiresAt } = message;
    const row = this.rowOf(
      subscriptionKey(this.connector, walletId, subscriptionId),
    ) as SubscriptionRow | null;
    const due = row?.status === 'active' && row.endsAt === expiresAt;
    return due && this.rowOf(leftKey(walletId)) === null ? row : null;
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
    return rows.map(({ subscriptionId, campaignId, endsAt, status }) => ({
      walletId,
      subscriptionId,
      campaignId,
      expiresAt: endsAt,
      status,
    }));
  }
}

function accountsAsked(event: AirEvent, accountId: string | null): string[] {
  const wallets = new Wallets(event);
  const unowned = event.operations
    .filter((operation) => wallets.ownerOf(operation) === null)
    .flatMap((operation) => wallets.accountsOf(operation));
  return accountId === null ? unowned : [accountId, ...unowned];
}

const hasSubscription = (event: AirEvent): boolean =>
  event.operations.some(
    ({ value }) =>
      value.type === 'STANDARD_SUBSCRIPTION' || object(value.account).type === 'STANDARD_SUBSCRIPTION',
  );
