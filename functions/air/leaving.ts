/** AIR's events that say by their very name that a wallet was deleted. */
export const LEAVING: ReadonlySet<string> = new Set(['SERVICE.WALLET.DELETE', 'WALLET.DELETE']);
