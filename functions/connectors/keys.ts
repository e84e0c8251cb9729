import { hash } from 'node:crypto';
import type { Key } from './table';

/** SHA-256 as lower-case hex. */
export const sha256 = (text: string): string => hash('sha256', text);

/**
 * The rows of the table. Ids of consumers, orders and events are hashed: a key tells nobody who it is about. All rows of
 * a wallet share a partition, so that one query finds what `forget --wallet` has to delete.
 */
const wallet = (walletId: string) => `W#${sha256(walletId)}`;

/** Identities of a wallet, by type. */
export const directoryKey = (walletId: string): Key => ({ pk: wallet(walletId), sk: 'IDENTITIES' });
/** The wallet an account belongs to, by the account id's hash. */
export const accountHashKey = (hash: string): Key => ({ pk: `A#${hash}`, sk: 'WALLET' });
/** The wallet an account belongs to. */
export const accountKey = (accountId: string): Key => accountHashKey(sha256(accountId));
/** In front of the sort key of a wallet's accounts. */
export const ACCOUNT_ROW = 'ACCOUNT#';
/** The same account from the wallet's side, so that `forget` and a deletion find it. */
export const walletAccountKey = (walletId: string, accountId: string): Key => ({
  pk: wallet(walletId),
  sk: `${ACCOUNT_ROW}${sha256(accountId)}`,
});
/** That a wallet was deleted: outlives its identities, so that a late event teaches nothing again. */
export const leftKey = (walletId: string): Key => ({ pk: wallet(walletId), sk: 'LEFT' });
/** Per connector and attribute: the newest `asOf` and the hash of the value that the platform has. */
export const attributesKey = (connector: string, walletId: string): Key => ({
  pk: wallet(walletId),
  sk: `ATTRIBUTES#${connector}`,
});
/** An order's totals, one row per AIR event that set one: sorted by the event's date. */
export const orderPrefix = (walletId: string, reference: string): Key => ({
  pk: wallet(walletId),
  sk: `ORDER#${sha256(reference)}#`,
});
/** A subscription that one connector has told of. */
export const subscriptionKey = (connector: string, walletId: string, subscriptionId: string): Key => ({
  pk: wallet(walletId),
  sk: `SUBSCRIPTION#${connector}#${subscriptionId}`,
});
/** That one connector's platform has this item. */
export const deliveredKey = (connector: string, itemId: string): Key => ({
  pk: `D#${connector}#${sha256(itemId)}`,
  sk: 'DELIVERED',
});
/** When a message first failed: ages, not receive counts, decide. */
export const failureKey = (connector: string, messageId: string): Key => ({
  pk: `F#${connector}#${sha256(messageId)}`,
  sk: 'FAILURE',
});
/** The sort key of a reward's rows, and what the partition of its record begins with: `rewards export` reads them all. */
export const REWARD_ROW = 'REWARD';
export const REWARD_PARTITION = 'R#';
/** A reward, by its key. */
export const rewardKey = (key: string): Key => ({ pk: `${REWARD_PARTITION}${key}`, sk: REWARD_ROW });
/** The reward that was sent to AIR under this `walletTransaction.reference`. */
export const rewardReferenceKey = (reference: string): Key => ({
  pk: `RR#${sha256(reference)}`,
  sk: REWARD_ROW,
});
/** Rewards counted per connector, action and hour, or per connector, consumer and day. */
export const counterKey = (connector: string, what: string, period: string): Key => ({
  pk: `C#${connector}#${sha256(what)}#${period}`,
  sk: 'COUNT',
});
/** A connector's breaker. */
export const breakerKey = (connector: string): Key => ({ pk: `B#${connector}`, sk: 'BREAKER' });
/** The first points scheme a connector has seen. */
export const schemeKey = (connector: string): Key => ({ pk: `K#${connector}`, sk: 'SCHEME' });

/** The queue's message group: one consumer. Neither spaces nor personal data are allowed there. */
export const groupOf = (walletId: string | null, otherwise: string): string =>
  sha256(walletId === null ? `other:${otherwise}` : `wallet:${walletId}`);
/** For log lines: enough to find a consumer's lines, not to find the consumer. */
export const walletHash = (walletId: string): string => sha256(walletId).slice(0, 16);
