import { connectorPath, feedPath } from '../functions/connectors/addresses';
import { feedAddress } from '../functions/connectors/feed-address';
import { secretIds } from './deployment';
import type { Local } from './local';

/** Where the local run can be called, and with which key. */
export interface Address {
  /** A connector's id, or `feed/<id>`. */
  readonly of: string;
  readonly path: string;
  /** The first External Key that it takes now; null: its secret is not set up. */
  readonly key: string | null;
}

/** Every address of a local run. Its keys open nothing but the emulators on this machine, unless a person gave others. */
export function addressesOf({ config, secrets }: Pick<Local, 'config' | 'secrets'>): Address[] {
  const ids = secretIds(config);
  const address = (of: string, path: string): Address => {
    const id = ids[of];
    return { of, path, key: id === undefined ? null : firstKey(secrets.valueOf(id)) };
  };
  return [
    ...config.feeds.map(({ id }) => address(feedAddress(id), feedPath(id))),
    ...config.connectors.map((connector) => address(connector.id, connectorPath(connector))),
  ];
}

function firstKey(value: string | null): string | null {
  try {
    const { externalKeys } = JSON.parse(value ?? '') as { externalKeys?: unknown };
    const [key] = Array.isArray(externalKeys) ? (externalKeys as unknown[]) : [];
    return typeof key === 'string' ? key : null;
  } catch {
    return null;
  }
}

/** The key of one address; empty where there is none. @param of a connector's id, or `feed/<id>`. */
export const keyOf = (local: Pick<Local, 'config' | 'secrets'>, of: string): string =>
  addressesOf(local).find((address) => address.of === of)?.key ?? '';
