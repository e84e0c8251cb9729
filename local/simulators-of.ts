import type { Config } from '../functions/connectors/config';
import { identityTypesOf } from '../functions/connectors/identity-types';
import { platformsOf, pointAtSimulators, simulatedSecrets } from './local-config';
import { localKey } from './local-key';
import type { RunningPlatform } from './platforms/platform';
import { LOCAL_PLATFORMS } from './platforms/registry';
import { type AirSimulator, type AirSimulatorOptions, startAirSimulator } from './simulators/air';
import { Programme, sampleWallets } from './simulators/air/programme';

export interface SimulatorsOptions {
  readonly air?: Omit<AirSimulatorOptions, 'credentials'>;
}

/** AIR and the platforms on this machine, and the configuration and secrets that lead to them. */
export interface Simulators {
  readonly air: AirSimulator;
  readonly platforms: Readonly<Record<string, RunningPlatform>>;
  readonly config: Config;
  readonly secrets: Readonly<Record<string, unknown>>;
  close(): Promise<void>;
}

/** Starts a simulator of AIR and of each platform in the configuration. @throws ConfigError for a platform without one. */
export async function startSimulators(config: Config, options: SimulatorsOptions): Promise<Simulators> {
  const wanted = platformsOf(config, LOCAL_PLATFORMS);
  const credentials = { clientId: 'local-run', clientSecret: localKey('air') };
  const programme = new Programme(sampleWallets([...identityTypesOf(config)]));
  const air = await startAirSimulator({ programme, ...options.air, credentials });
  const running = await Promise.all(wanted.map(async ({ name, start }) => [name, await start()] as const));
  const platforms = Object.fromEntries(running);
  return {
    air,
    platforms,
    config: pointAtSimulators(config, air.walletUrl, platforms),
    secrets: simulatedSecrets(config, credentials, platforms),
    close: async () => {
      await Promise.all([air.close(), ...running.map(([, { simulator }]) => simulator.close())]);
    },
  };
}
