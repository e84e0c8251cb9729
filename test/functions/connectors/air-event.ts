/** AIR events of the tests' own making: only what a receiving function looks at. */
import { randomUUID } from 'node:crypto';

export interface AirParts {
  readonly name?: string;
  readonly id?: string | null;
  readonly date?: string;
  readonly operations?: readonly unknown[];
  readonly enrichment?: unknown;
}

export const airEvent = ({
  name = 'SERVICE.TRIGGER',
  id = randomUUID(),
  date = '2026-01-31T09:30:00.123456',
  operations = [],
  enrichment = [],
}: AirParts = {}) => ({
  headers: { eventName: name, eventDate: date, ...(id !== null && { eesEventId: id }), unitId: '4711' },
  request: { resource: '/services/trigger', body: null },
  response: { code: 201, body: null },
  atomicOperations: operations,
  enrichmentData: enrichment,
});

/** An operation on a points account. */
export const points = (walletId: string | null, accountId: string, more = {}) => ({
  objectType: 'walletAccountTransactionEntity',
  operationType: 'CREATE',
  objectValue: {
    accountId,
    account: { accountId, ...(walletId !== null && { walletId }), type: 'POINTS' },
    event: 'CREDIT',
    value: 5,
    ...more,
  },
});

/** A tier operation, which names accounts and no wallet. */
export const tier = (...accountIds: string[]) => ({
  objectType: 'tierMembershipEntity',
  operationType: 'UPDATE',
  objectValue: { tierMembershipId: '88', tierId: '3', accountIds },
});

export const enriched = (walletId: string, identities: Record<string, string>) => ({
  [`walletEntity_${walletId}`]: {
    identities: Object.entries(identities).map(([type, value]) => ({
      type,
      value,
      status: 'ACTIVE',
      walletId,
    })),
  },
});
