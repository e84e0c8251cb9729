import type { Config } from './config';
import type { OutboundSettings } from './settings';

/** The identity types that outbound connectors use: what the directory keeps, and nothing else. */
export function identityTypesOf({ connectors }: Pick<Config, 'connectors'>): ReadonlySet<string> {
  const outbound = connectors.filter(({ direction }) => direction === 'outbound');
  return new Set(outbound.map(({ settings }) => (settings as unknown as OutboundSettings).identityType));
}
