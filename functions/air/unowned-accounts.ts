import type { AirEvent } from './event';
import type { Wallets } from './wallets';

/** The accounts of what an event does not say the wallet of: by these the directory may find it. Each once. */
export function unownedAccounts(event: AirEvent, wallets: Wallets): readonly string[] {
  const unowned = event.operations.filter((operation) => wallets.ownerOf(operation) === null);
  return [...new Set(unowned.flatMap((operation) => wallets.accountsOf(operation)))];
}
