import { sha256 } from '../connectors/keys';

/** The partitions of the index `due`, so that the many subscriptions that end at one midnight do not share one. */
export const DUE_SHARDS = ['0', '1', '2', '3', '4', '5', '6', '7'] as const;

/** The partition of a wallet's subscriptions. */
export function dueShard(walletId: string): string {
  return DUE_SHARDS[Number.parseInt(sha256(walletId).slice(0, 4), 16) % DUE_SHARDS.length] ?? DUE_SHARDS[0];
}
