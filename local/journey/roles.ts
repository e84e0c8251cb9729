import type { ConnectorConfig } from '../../functions/connectors/config';
import { checkConfig, type DeploymentConfig } from '../../functions/connectors/config-schema';
import { PLATFORMS } from '../../functions/platforms/registry';
import type { LocalPlatform } from '../platforms/platform';

/** The two connectors that a journey goes through. */
export interface Roles {
  readonly platform: LocalPlatform;
  readonly inbound: ConnectorConfig;
  readonly outbound: ConnectorConfig;
}

const find = (config: DeploymentConfig, platform: string, direction: ConnectorConfig['direction']) =>
  config.connectors.find(
    (connector) => connector.platform === platform && connector.direction === direction && !connector.paused,
  );

/** The connectors of a platform; null where one direction is missing (or paused). */
export function rolesOf(config: DeploymentConfig, platform: LocalPlatform): Roles | null {
  const inbound = find(config, platform.name, 'inbound');
  const outbound = find(config, platform.name, 'outbound');
  return inbound && outbound ? { platform, inbound, outbound } : null;
}

/** The first platform of the configuration that has connectors in both directions. */
export function firstRoles(
  config: DeploymentConfig,
  platforms: Readonly<Record<string, LocalPlatform>>,
): Roles | null {
  for (const platform of Object.values(platforms)) {
    const roles = rolesOf(config, platform);
    if (roles) return roles;
  }
  return null;
}

/**
 * The configuration with what a platform's journey lacks: connectors with that platform's example settings, on the first
 * feed, so that the platforms which were there before hear of it too.
 */
export function withPlatform(config: DeploymentConfig, name: string): DeploymentConfig {
  const platform = PLATFORMS[name];
  const feeds = config.feeds.length > 0 ? config.feeds : [{ id: 'programme' }];
  const missing = [
    ...(find(config, name, 'inbound')
      ? []
      : [{ id: `${name}-rewards`, direction: 'inbound', settings: platform?.inbound?.example ?? {} }]),
    ...(find(config, name, 'outbound')
      ? []
      : [
          {
            id: `${name}-news`,
            direction: 'outbound',
            feed: feeds[0]?.id,
            settings: platform?.outbound?.example ?? {},
          },
        ]),
  ];
  if (missing.length === 0) return config;
  const connectors = [
    ...config.connectors,
    ...missing.map((connector) => ({ platform: name, ...connector })),
  ];
  return checkConfig({ ...config, feeds, connectors }, `connectors.json with ${name}`);
}
