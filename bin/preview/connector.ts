import { readFileSync } from 'node:fs';
import { ConfigError, checkConfig } from '../../functions/connectors/config-schema';
import { parseConfigText } from '../../functions/connectors/config-text';
import type { OutboundSettings } from '../../functions/connectors/settings';
import type { Outbound } from '../../functions/platforms/outbound';
import { PLATFORMS } from '../../functions/platforms/registry';
import { CommandError } from '../operations/command-error';

/** What a preview needs of a connector: never its secret. */
export interface PreviewConnector {
  readonly outbound: Outbound<OutboundSettings, unknown>;
  readonly settings: OutboundSettings;
}

interface PreviewChoice {
  /** The configuration, `connectors.json`; it may be missing. */
  readonly file: string;
  readonly platform: string | undefined;
  readonly connector: string | undefined;
  /** Settings from the command line, in place of the connector's. */
  readonly overrides: Readonly<Record<string, string>>;
}

interface Entry {
  readonly id?: unknown;
  readonly platform?: unknown;
  readonly direction?: unknown;
  readonly settings?: unknown;
}

/** The option that each overridden setting came from. */
const OPTIONS = { identityType: '--identity-type', currency: '--currency' } as const;

type Platforms = typeof PLATFORMS;

const outboundOf = (platforms: Platforms, name: string | undefined) =>
  name !== undefined && Object.hasOwn(platforms, name) ? platforms[name]?.outbound : undefined;

/** @throws CommandError that names those there are. */
function unknownPlatform(platforms: Platforms): never {
  const known = Object.values(platforms).filter(({ outbound }) => outbound);
  throw new CommandError(`--platform: expected ${known.map(({ name }) => name).join(' or ')}`);
}

/** The connectors as they stand in the file; none when it is missing. */
function readConnectors(file: string): readonly Entry[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  const { connectors } = (parseConfigText(text, file) ?? {}) as { connectors?: unknown };
  return Array.isArray(connectors) ? (connectors as Entry[]) : [];
}

function find(connectors: readonly Entry[], choice: PreviewChoice): Entry | undefined {
  const outbound = connectors.filter(({ direction }) => direction === 'outbound');
  if (choice.connector === undefined)
    return outbound.find(({ platform }) => choice.platform === undefined || platform === choice.platform);
  const found = outbound.find(({ id }) => id === choice.connector);
  if (!found)
    throw new CommandError(
      `--connector: there is no outbound connector "${choice.connector}" in ${choice.file}`,
    );
  if (choice.platform !== undefined && found.platform !== choice.platform)
    throw new CommandError(`--platform: connector "${choice.connector}" is of platform ${found.platform}`);
  return found;
}

/** The platform's example settings, as a connector. */
function exampleOf(platforms: Platforms, platform: string | undefined): Entry {
  const name = platform ?? Object.values(platforms).find(({ outbound }) => outbound)?.name;
  const outbound = outboundOf(platforms, name) ?? unknownPlatform(platforms);
  return { id: 'preview', platform: name, direction: 'outbound', settings: outbound.example };
}

/** Says it of the option where the value came from the command line, else of the connector's place in the file. */
function explained(error: ConfigError, choice: PreviewChoice, place: number): Error {
  for (const [field, option] of Object.entries(OPTIONS)) {
    const line = error.lines.find((each) => each.includes(`settings.${field}:`));
    if (line && field in choice.overrides)
      return new CommandError(`${option}: ${line.slice(line.indexOf(': ') + 2)}`);
  }
  return new ConfigError(
    error.file,
    error.lines.map((line) => line.replace('connectors[0]', `connectors[${place}]`)),
  );
}

/**
 * The connector to preview with: the one that was named, else the platform's first in the configuration, else the
 * platform's example. Its settings are checked and completed as at synth.
 * @throws CommandError, ConfigError
 */
export function previewConnector(choice: PreviewChoice, platforms = PLATFORMS): PreviewConnector {
  const connectors = readConnectors(choice.file);
  const configured = find(connectors, choice);
  const {
    feed: _,
    settings,
    ...entry
  } = { feed: undefined, ...(configured ?? exampleOf(platforms, choice.platform)) };
  // Alone, so that a mistake in another connector does not stop this preview.
  const alone = {
    air: { walletUrl: 'https://wallet.invalid/2.0' },
    connectors: [{ ...entry, settings: { ...(settings as object), ...choice.overrides } }],
  };
  try {
    const connector = checkConfig(alone, choice.file, platforms).connectors[0];
    const outbound = outboundOf(platforms, connector?.platform) ?? unknownPlatform(platforms);
    return { outbound, settings: connector?.settings as unknown as OutboundSettings };
  } catch (error) {
    throw error instanceof ConfigError
      ? explained(error, choice, configured ? connectors.indexOf(configured) : 0)
      : error;
  }
}
