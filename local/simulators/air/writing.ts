/** How AIR writes what its answers and events have in common: empty objects are `[]`, dates of objects have a zone. */
import type { Json } from '../../json';

/** AIR's way of saying "never ends". */
export const NEVER = '2038-01-19T03:14:07+00:00';

/** A date in an object, for example `2026-03-04T05:06:07+00:00`. */
export const airDate = (when: Date | string): string => `${new Date(when).toISOString().slice(0, 19)}+00:00`;

/** An event's own date: it has microseconds and no zone, and is UTC. */
export const eventDate = (when: Date | string): string => `${new Date(when).toISOString().slice(0, 23)}000`;

/** One identity of a wallet. */
export function identityObject(identity: {
  readonly identityId: string;
  readonly walletId: string;
  readonly type: string;
  readonly value: string;
  readonly status?: 'ACTIVE' | 'DELETED';
  readonly createdAt: Date | string;
  /** Default: when it was made. */
  readonly updatedAt?: Date | string | undefined;
}): Json {
  const { identityId, walletId, type, value, status = 'ACTIVE', createdAt, updatedAt = createdAt } = identity;
  return {
    identityId,
    walletId,
    type,
    friendlyName: null,
    value,
    safeValue: null,
    secret: null,
    dates: { start: airDate(createdAt), end: null },
    meta: [],
    state: 'DEFAULT',
    status,
    dateCreated: airDate(createdAt),
    lastUpdated: airDate(updatedAt),
    mobileWallet: null,
  };
}
