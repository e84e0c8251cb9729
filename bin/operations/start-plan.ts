/** What `ee-connect start` is asked to do. */
import { readFileSync, statSync } from 'node:fs';
import type { DeploymentConfig } from '../../functions/connectors/config-schema';
import { readConfigFile } from '../../lib/config-file';
import { firstRoles, type Roles, rolesOf, withAll, withPlatform } from '../../local/journey/roles';
import type { LocalOptions } from '../../local/local';
import { LOCAL_PLATFORMS } from '../../local/platforms/registry';
import { CommandError } from './command-error';
import { type Options, readCommandLine } from './command-line';

const PORT = 4700;
/** Every platform at a time, instead of one by its name. */
const ALL = 'all';

export const START_OPTIONS = {
  once: { type: 'boolean', help: 'end after the journey; exit code 1 if a step failed' },
  platform: {
    type: 'string',
    value: 'P|all',
    help: 'the journey on this platform, whatever connectors.json has',
  },
  port: { type: 'string', value: 'N', help: `where it listens; ${PORT}` },
  config: { type: 'string', value: 'FILE', help: 'instead of connectors.json' },
  'no-simulators': {
    type: 'boolean',
    help: "the configuration's own AIR and platforms are called, for real, and no journey is played",
  },
  secrets: { type: 'string', value: 'FILE', help: 'JSON of secret id to value, in place of those made up' },
  verbose: { type: 'boolean', help: "the functions' log on standard error, too" },
} as const satisfies Options;

interface Values {
  readonly once?: boolean;
  readonly platform?: string;
  readonly port?: string;
  readonly config?: string;
  readonly 'no-simulators'?: boolean;
  readonly secrets?: string;
  readonly verbose?: boolean;
}

function portOf(text: string | undefined): number {
  const port = Number(text ?? PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new CommandError('--port: expected a number from 1 to 65535');
  return port;
}

/** The parser's own message quotes the text around the mistake: that is a secret. */
function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError(`--secrets: ${file} is no JSON`);
  }
}

/** The file's own date is that of its values, so that an old one is told of as an old secret would be. */
function readSecrets(file: string): Required<Pick<LocalOptions, 'secrets' | 'secretsChangedMs'>> {
  let text: string;
  let secretsChangedMs: number;
  try {
    text = readFileSync(file, 'utf8');
    secretsChangedMs = statSync(file).mtimeMs;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandError(
      `--secrets: ${code === 'ENOENT' ? `there is no file ${file}` : `${file} cannot be read (${code})`}`,
    );
  }
  const json = parsed(text, file);
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new CommandError(`--secrets: expected an object of secret id to value in ${file}`);
  return { secrets: json as Record<string, unknown>, secretsChangedMs };
}

interface Cast {
  readonly config: DeploymentConfig;
  readonly roles: Roles | null;
}

/** What to run, whose journey, and whether that is all. */
interface StartPlan {
  readonly options: LocalOptions;
  /** Whose journey is played; null: none, without simulators. */
  readonly roles: Roles | null;
  readonly once: boolean;
}

/** @throws CommandError for a platform that there is none of. */
function cast(given: DeploymentConfig, name: string | undefined): Cast {
  if (name === undefined) return { config: given, roles: firstRoles(given, LOCAL_PLATFORMS) };
  if (name === ALL) return withAll(given, LOCAL_PLATFORMS);
  const platform = LOCAL_PLATFORMS[name];
  if (!platform)
    throw new CommandError(`--platform: expected ${[...Object.keys(LOCAL_PLATFORMS), ALL].join(' or ')}`);
  const config = withPlatform(given, name);
  return { config, roles: rolesOf(config, platform) };
}

function planOf(values: Values): Omit<StartPlan, 'once'> {
  const given = readConfigFile(values.config ?? 'connectors.json');
  const common = {
    port: portOf(values.port),
    ...(values.secrets !== undefined && readSecrets(values.secrets)),
    ...(values.verbose && { onLog: (text: string) => void process.stderr.write(text) }),
  };
  if (values['no-simulators']) {
    if (values.once || values.platform !== undefined)
      throw new CommandError(
        '--no-simulators: there is no journey without them; leave out --once and --platform',
      );
    return { options: { ...common, config: given, simulators: false }, roles: null };
  }
  const { config, roles } = cast(given, values.platform);
  if (!roles)
    throw new CommandError(
      'the journey needs an inbound and an outbound connector of one platform, and neither paused; --platform adds them',
    );
  return { options: { ...common, config }, roles };
}

/** @throws CommandError, ConfigError, or what `parseArgs` throws. */
export function planStart(args: string[]): StartPlan {
  const { values } = readCommandLine(args, START_OPTIONS, {
    meant: (word) => (/^\d+$/.test(word) ? '--port' : word.endsWith('.json') ? '--config' : '--platform'),
  });
  return { ...planOf(values), once: values.once ?? false };
}
