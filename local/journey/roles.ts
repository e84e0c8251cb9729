import type { ConnectorConfig } from '../../functions/connectors/config';
import { checkConfig, type DeploymentConfig } from '../../functions/connectors/config-schema';
import { PLATFORMS } from '../../functions/platforms/registry';
import type { LocalPlatform } from '../platforms/platform';

/** A platform that hears the news of the programme. */
export interface Listener {
  readonly platform: LocalPlatform;
  readonly outbound: ConnectorConfig;
}

/** The connectors that a journey goes through: it begins in a platform, and is told to it and to the others. */
export interface Roles extends Listener {
  readonly inbound: ConnectorConfig;
  readonly others: readonly Listener[];
}

const find = (config: DeploymentConfig, platform: string, direction: ConnectorConfig['direction']) =>
  config.connectors.find(
    (connector) => connector.platform === platform && connector.direction === direction && !connector.paused,
  );

/** The connectors of a platform; null where one direction is missing (or paused). */
export function rolesOf(config: DeploymentConfig, platform: LocalPlatform): Roles | null {
  const inbound = find(config, platform.name, 'inbound');
  const outbound = find(config, platform.name, 'outbound');
  return inbound && outbound ? { platform, inbound, outbound, others: [] } : null;
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

const directions = ['inbound', 'outbound'] as const;
const NAMES = { inbound: 'rewards', outbound: 'news' } as const;

/**
 * The configuration with what a platform's journey lacks: connectors with that platform's example settings, on the first
 * feed, so that the platforms which were there before hear of it too.
 */
export function withPlatform(
  config: DeploymentConfig,
  name: string,
  wanted: readonly ConnectorConfig['direction'][] = directions,
): DeploymentConfig {
  const feeds = config.feeds.length > 0 ? config.feeds : [{ id: 'programme' }];
  const missing = wanted
    .filter((direction) => !find(config, name, direction))
    .map((direction) => ({
      id: `${name}-${NAMES[direction]}`,
      platform: name,
      direction,
      ...(direction === 'outbound' && { feed: feeds[0]?.id }),
      settings: PLATFORMS[name]?.[direction]?.example ?? {},
    }));
  if (missing.length === 0) return config;
  const connectors = [...config.connectors, ...missing];
  return checkConfig({ ...config, feeds, connectors }, `connectors.json with ${name}`);
}

/**
 * The configuration with an outbound connector of every platform, and who plays in it: the journey begins in the first
 * platform that has connectors in both directions, else in the first one at all, and every platform hears of it.
 */
export function withAll(
  config: DeploymentConfig,
  platforms: Readonly<Record<string, LocalPlatform>>,
): { readonly config: DeploymentConfig; readonly roles: Roles | null } {
  const all = Object.values(platforms);
  const first = firstRoles(config, platforms)?.platform ?? all[0];
  if (!first) return { config, roles: null };
  const whole = all.reduce(
    (grown, { name }) => withPlatform(grown, name, name === first.name ? directions : ['outbound']),
    config,
  );
  const roles = rolesOf(whole, first);
  const others = all.flatMap((platform) => {
    const outbound = platform === first ? undefined : find(whole, platform.name, 'outbound');
    return outbound ? [{ platform, outbound }] : [];
  });
  return { config: whole, roles: roles && { ...roles, others } };
}
