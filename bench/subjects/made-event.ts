/** An AIR event of any size and about any number of consumers: a settled basket, and points for each of them. */

const DATE = '2026-01-02T03:04:05+00:00';

const line = (index: number) => ({
  upc: String(5_000_000_000_000 + index),
  itemUnitCost: 250,
  totalUnitCost: 500,
  totalUnitCostAfterDiscount: 450,
  description: `Item ${index} of the bench`,
  itemUnitMetric: 'EACH',
  itemUnitCount: 2,
  salesKey: 'SALE',
});

const order = (walletId: string, lines: number) => ({
  objectType: 'walletTransactionEntity',
  operationType: 'UPDATE',
  objectValue: {
    walletTransactionId: '1',
    walletId,
    reference: 'BENCH-1',
    transactionDateTime: DATE,
    type: 'SETTLE',
    status: 'SETTLED',
    basket: {
      contents: Array.from({ length: lines }, (_, index) => line(index)),
      summary: { totalItems: 2 * lines, totalBasketValue: 450 * lines },
    },
    location: { storeId: 'bench', storeParentId: 'bench' },
    dateCreated: DATE,
  },
});

const points = (walletId: string, index: number) => ({
  objectType: 'walletAccountTransactionEntity',
  operationType: 'CREATE',
  objectValue: {
    accountTransactionId: String(index),
    accountId: `5${walletId}`,
    account: {
      accountId: `5${walletId}`,
      walletId,
      type: 'POINTS',
      campaignId: '1',
      clientType: 'RETAILPOINTS',
    },
    event: 'EARN',
    value: 10,
    balancesBefore: { current: 0, usable: 0, locked: 0, lifetime: 0 },
    balancesAfter: { current: 10, usable: 10, locked: 0, lifetime: 10 },
    dateCreated: DATE,
  },
});

const identity = (walletId: string) => [
  `walletEntity_${walletId}`,
  {
    identities: [
      { type: 'CUSTOMER_ID', value: `bench-${walletId}`, status: 'ACTIVE', state: 'DEFAULT', walletId },
    ],
  },
];

/** @param lines of the first consumer's basket, about 230 bytes each. */
export function madeEvent({
  lines,
  consumers,
}: {
  readonly lines: number;
  readonly consumers: number;
}): string {
  const wallets = Array.from({ length: consumers }, (_, index) => String(900_000_000 + index));
  return JSON.stringify({
    headers: {
      eventName: 'POSCONNECT.WALLET.SETTLE',
      eventDate: '2026-01-02T03:04:05.000000',
      eesEventId: `bench-${lines}-${consumers}`,
    },
    request: { resource: '/connect/wallet/settle', method: 'POST', body: null },
    response: { code: 200, body: null },
    atomicOperations: [order(wallets[0] ?? '', lines), ...wallets.map(points)],
    enrichmentData: Object.fromEntries(wallets.map(identity)),
  });
}
