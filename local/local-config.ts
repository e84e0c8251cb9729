import { airAddresses } from '../functions/connectors/addresses';
import type { Config } from '../functions/connectors/config';
import { ConfigError } from '../functions/connectors/config-schema';
import { feedAddress } from '../functions/connectors/feed-address';
import { airSecret, secretIds } from './deployment';
import { localKey } from './local-key';
import type { LocalPlatform, RunningPlatform } from './platforms/platform';
import type { Subscription } from './simulators/air/deliveries';
import type { AirCredentials } from './simulators/air/wallet-api';

/**
 * The platforms that a configuration needs simulators of.
 * @throws ConfigError for one that has none: its connector would call the real platform with made-up events.
 */
export function platformsOf(config: Config, known: Readonly<Record<string, LocalPlatform>>): LocalPlatform[] {
  const lines = config.connectors.flatMap(({ platform }, index) =>
    known[platform] ? [] : [`connectors[${index}].platform: there is no simulator of "${platform}"`],
  );
  if (lines.length > 0)
    throw new ConfigError('the local run', [...lines, '(--no-simulators runs without any)']);
  const names = new Set(config.connectors.map(({ platform }) => platform));
  return Object.values(known).filter(({ name }) => names.has(name));
}

/** The configuration with AIR's and the platforms' addresses replaced by the simulators'. */
export function pointAtSimulators(
  config: Config,
  walletUrl: string,
  platforms: Readonly<Record<string, RunningPlatform>>,
): Config {
  return {
    ...config,
    air: { ...config.air, walletUrl },
    connectors: config.connectors.map((connector) =>
      connector.direction === 'inbound'
        ? connector
        : { ...connector, settings: { ...connector.settings, ...platforms[connector.platform]?.settings } },
    ),
  };
}

/** A value for every secret of the configuration, by secret id. */
export function simulatedSecrets(
  config: Config,
  air: AirCredentials,
  platforms: Readonly<Record<string, RunningPlatform>>,
): Record<string, unknown> {
  const credentials = new Map(
    config.connectors
      .filter(({ direction }) => direction === 'outbound')
      .map(({ id, platform }) => [id, platforms[platform]?.credentials]),
  );
  const keys = Object.entries(secretIds(config)).map(([owner, secretId]) => [
    secretId,
    { externalKeys: [localKey(owner)], ...credentials.get(owner) },
  ]);
  return Object.fromEntries([[airSecret(config), air], ...keys]);
}

/** Where AIR posts its events, and with which keys. */
export const airSubscriptions = (config: Config, apiUrl: string): Subscription[] =>
  airAddresses(config).map(({ path, of, id }) => ({
    url: apiUrl + path,
    key: localKey(of === 'feed' ? feedAddress(id) : id),
  }));
