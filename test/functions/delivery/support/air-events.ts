import type { AirMessage } from '../../../../functions/connectors/message';

const SCHEME = '700100';

interface EventOf {
  readonly eventId: string;
  readonly walletId?: string;
  readonly at?: string;
  readonly points?: number;
  readonly reference?: string;
  /** Null: the event shows no identity. */
  readonly identity?: string | null;
}

const enrichment = (walletId: string, identity: string | null) =>
  identity === null
    ? []
    : {
        [`walletEntity_${walletId}`]: {
          identities: [
            { walletId, type: 'CUSTOMER_ID', value: identity, status: 'ACTIVE', state: 'DEFAULT' },
          ],
        },
      };

const headers = (eventName: string, { eventId, at = '2026-03-02T08:59:59.000000' }: EventOf) => ({
  eventName,
  eventDate: at,
  eesEventId: eventId,
});

/** AIR issued a reward: Reward Issued, and the wallet's balance. */
export function rewardEvent(of: EventOf): unknown {
  const { walletId = '501', points = 250, identity = `cust-${walletId}`, reference = 'ORDER-1' } = of;
  return {
    headers: headers('SERVICE.TRIGGER', of),
    request: {
      body: { walletTransaction: { reference }, triggers: [{ reference: 'LATE-DELIVERY' }] },
    },
    response: { code: 201, body: { walletId, walletTransactionId: `t-${of.eventId}`, reference } },
    atomicOperations: [
      {
        objectType: 'walletAccountTransactionEntity',
        operationType: 'CREATE',
        objectValue: {
          accountTransactionId: `at-${of.eventId}`,
          accountId: `p-${walletId}`,
          account: {
            accountId: `p-${walletId}`,
            walletId,
            campaignId: SCHEME,
            type: 'POINTS',
            clientType: 'RETAILPOINTS',
            status: 'ACTIVE',
            balances: { current: points, usable: points, locked: 0, lifetime: points },
          },
          event: 'CREDIT',
          value: 50,
        },
      },
    ],
    enrichmentData: enrichment(walletId, identity),
  };
}

const order = (of: EventOf & { orderId: string }, type: string, operationType: string, total: number) => ({
  objectType: 'walletTransactionEntity',
  operationType,
  objectValue: {
    walletTransactionId: `wt-${type}-${of.orderId}`,
    walletId: of.walletId ?? '501',
    reference: type === 'SETTLE' ? of.orderId : `${of.orderId}-${type}`,
    type,
    status: 'SETTLED',
    basket: {
      summary: { totalBasketValue: total, totalItems: 1 },
      contents: [
        {
          upc: 'SKU-1',
          description: 'Coffee',
          itemUnitCount: 1,
          itemUnitCost: total,
          totalUnitCost: total,
          totalUnitCostAfterDiscount: total,
        },
      ],
    },
  },
});

/** A purchase; totals in minor units. */
export function purchaseEvent(of: EventOf & { orderId: string; total: number }): unknown {
  const { walletId = '501', identity = `cust-${walletId}` } = of;
  return {
    headers: headers('POSCONNECT.WALLET.SETTLE', of),
    request: {},
    response: { code: 200 },
    atomicOperations: [order(of, 'SETTLE', 'UPDATE', of.total)],
    enrichmentData: enrichment(walletId, identity),
  };
}

/** A refund that leaves so much of the order's total. */
export function refundEvent(of: EventOf & { orderId: string; left: number; lines: number }): unknown {
  const { walletId = '501', identity = `cust-${walletId}` } = of;
  return {
    headers: headers('POSCONNECT.WALLET.REFUND', of),
    request: {},
    response: { code: 200 },
    atomicOperations: [order(of, 'REFUND', 'CREATE', of.lines), order(of, 'SETTLE', 'UPDATE', of.left)],
    enrichmentData: enrichment(walletId, identity),
  };
}

/** A subscription joined, moved or cancelled. */
export function subscriptionEvent(
  of: EventOf & { subscriptionId: string; endsAt: string; event?: 'CREATE' | 'CANCEL' },
): unknown {
  const { walletId = '501', identity = `cust-${walletId}`, event = 'CREATE' } = of;
  return {
    headers: headers(event === 'CREATE' ? 'WALLET.ACCOUNT.CREATE.PLAN' : 'WALLET.ACCOUNT.UPDATE', of),
    request: {},
    response: { code: 201 },
    atomicOperations: [
      {
        objectType: 'walletAccountTransactionEntity',
        operationType: 'CREATE',
        objectValue: {
          accountTransactionId: `st-${of.eventId}`,
          accountId: of.subscriptionId,
          account: {
            accountId: of.subscriptionId,
            walletId,
            campaignId: '700900',
            type: 'STANDARD_SUBSCRIPTION',
            status: event === 'CANCEL' ? 'CANCELLED' : 'ACTIVE',
            dates: { start: '2026-01-01T00:00:00+00:00', end: of.endsAt },
          },
          event,
        },
      },
    ],
    enrichmentData: enrichment(walletId, identity),
  };
}

/** The wallet was deleted: AIR shows no identity any more. */
export function deletionEvent(of: EventOf): unknown {
  const { walletId = '501' } = of;
  return {
    headers: headers('SERVICE.WALLET.DELETE', of),
    request: {},
    response: { code: 200 },
    atomicOperations: [
      { objectType: 'walletEntity', operationType: 'DELETE', objectValue: { walletId, status: 'DELETED' } },
    ],
    enrichmentData: { [`walletEntity_${walletId}`]: { identities: [] } },
  };
}

/** As the receive function puts it on the queue. */
export function airMessage(event: unknown, of: Partial<AirMessage> = {}): AirMessage {
  const { headers: head } = event as { headers?: { eesEventId?: string; eventName?: string } };
  return {
    kind: 'air',
    walletId: '501',
    accountId: null,
    eventId: head?.eesEventId ?? 'unknown',
    eventName: head?.eventName ?? 'unknown',
    receivedAt: '2026-03-02T09:00:00.000Z',
    requestId: 'request-1',
    event,
    ...of,
  };
}
