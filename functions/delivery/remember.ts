import type { AirEvent } from '../air/event';
import type { OrderTotal, Remember, SubscriptionState } from '../air/known';
import { text } from '../air/reading';
import { orderPrefix, schemeKey, sha256, subscriptionKey } from '../connectors/keys';
import type { Row, Table } from '../connectors/table';
import { dueShard } from './due';
import { keptUntil } from './kept-until';
import { KEEP_DAYS } from './limits';

/** An AIR event by its id and date: what is remembered of it is written once, however often it comes. */
type Dated = Pick<AirEvent, 'eventId' | 'occurredAt'>;

/** The orders whose total before this event is needed: those beside a refund. By operation, whatever the event's name. */
export function ordersAsked(event: AirEvent): string[] {
  const transactions = event.operations.filter(({ objectType }) => objectType === 'walletTransactionEntity');
  if (!transactions.some(({ value }) => value.type === 'REFUND' || value.type === 'RETURN')) return [];
  return [...new Set(transactions.flatMap(({ value }) => text(value.reference) ?? []))];
}

const orderRow = (order: OrderTotal, event: Dated): Row => {
  const { pk, sk } = orderPrefix(order.walletId, order.reference);
  return {
    pk,
    sk: `${sk}${event.occurredAt}#${sha256(event.eventId).slice(0, 16)}`,
    at: event.occurredAt,
    eventHash: sha256(event.eventId),
    totalMinor: order.totalMinor,
    expiresAt: keptUntil(Date.parse(event.occurredAt), KEEP_DAYS.order),
  };
};

/**
 * Each order's total before an event, in minor units: the latest that an event of an earlier date has set. The event's
 * own never counts, so that a refund which comes twice computes the same amount twice.
 */
export async function orderTotalsBefore(
  table: Table,
  walletId: string,
  references: readonly string[],
  event: Dated,
): Promise<Record<string, number>> {
  const own = sha256(event.eventId);
  const totals = await Promise.all(
    references.map(async (reference) => {
      const { pk, sk } = orderPrefix(walletId, reference);
      const rows = await table.query(pk, sk);
      const before = rows
        .filter((row) => String(row.at) < event.occurredAt && row.eventHash !== own)
        .sort((one, other) => (one.sk < other.sk ? -1 : 1))
        .at(-1);
      return typeof before?.totalMinor === 'number' ? [[reference, before.totalMinor] as const] : [];
    }),
  );
  return Object.fromEntries(totals.flat());
}

/** What a subscription's row holds; `expiresAt` of a row is the table's own. Dates are ISO 8601, UTC. */
export interface SubscriptionRow extends Row {
  readonly connector: string;
  readonly walletId: string;
  readonly subscriptionId: string;
  readonly campaignId: string | null;
  /** When it ends; null: never. */
  readonly endsAt: string | null;
  readonly status: SubscriptionState['status'];
  readonly asOf: string;
  /** In the sparse index `due` while it is to be told. */
  readonly dueShard?: string;
  readonly dueAt?: string;
}

function subscriptionRow(connector: string, state: SubscriptionState, event: Dated): SubscriptionRow {
  const { walletId, subscriptionId, campaignId, expiresAt: endsAt, status } = state;
  const latest = Math.max(Date.parse(endsAt ?? event.occurredAt), Date.parse(event.occurredAt));
  const endless = status === 'active' && endsAt === null;
  return {
    ...subscriptionKey(connector, walletId, subscriptionId),
    connector,
    walletId,
    subscriptionId,
    campaignId,
    endsAt,
    status,
    asOf: event.occurredAt,
    ...(status === 'active' && endsAt !== null && { dueShard: dueShard(walletId), dueAt: endsAt }),
    ...(!endless && { expiresAt: keptUntil(latest, KEEP_DAYS.order) }),
  };
}

/**
 * Writes down what later events of the same connector need of this one. Repeating it changes nothing, and what an older
 * event says never replaces what a newer one said.
 */
export async function remember(
  table: Table,
  connector: string,
  news: Remember,
  event: Dated,
  knownSchemeId: string | null,
): Promise<void> {
  await Promise.all([
    table.putAll(news.orders.map((order) => orderRow(order, event))),
    ...news.subscriptions.map((state) =>
      table.put(subscriptionRow(connector, state, event), {
        expression: 'attribute_not_exists(pk) OR asOf < :asOf',
        values: { ':asOf': event.occurredAt },
      }),
    ),
    ...(news.schemeId !== null && knownSchemeId === null
      ? [
          table.put(
            { ...schemeKey(connector), schemeId: news.schemeId },
            { expression: 'attribute_not_exists(pk)' },
          ),
        ]
      : []),
  ]);
}
