/** Where callers reach EE Connect, as paths below the API's address. */
import type { Config, ConnectorConfig } from './config';

/** AIR posts there for every connector of the feed. */
export const feedPath = (feedId: string): string => `/out/${feedId}`;

/** A connector's own, for example `/in/braze/braze-rewards`. */
export const connectorPath = ({
  direction,
  platform,
  id,
}: Pick<ConnectorConfig, 'direction' | 'platform' | 'id'>): string =>
  `/${direction === 'inbound' ? 'in' : 'out'}/${platform}/${id}`;

/** One of the addresses that AIR posts to. */
export interface AirAddress {
  readonly path: string;
  /** Whose address it is, and whose External Key opens it. */
  readonly of: 'feed' | 'connector';
  readonly id: string;
  /** Who hears what is posted there. */
  readonly connectors: readonly string[];
}

/** Where AIR posts: to each feed once, and to each outbound connector that listens to none. */
export function airAddresses({ feeds, connectors }: Pick<Config, 'feeds' | 'connectors'>): AirAddress[] {
  const shared = feeds.map(
    ({ id }): AirAddress => ({
      path: feedPath(id),
      of: 'feed',
      id,
      connectors: connectors.filter(({ feed }) => feed === id).map((connector) => connector.id),
    }),
  );
  const alone = connectors
    .filter(({ direction, feed }) => direction === 'outbound' && feed === undefined)
    .map(
      (connector): AirAddress => ({
        path: connectorPath(connector),
        of: 'connector',
        id: connector.id,
        connectors: [connector.id],
      }),
    );
  return [...shared, ...alone];
}
