import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError } from '../../functions/connectors/config-schema';
import { readConfigFile } from '../../lib/config-file';
import { PortInUse } from '../../local/emulators/http-server';
import { runJourney } from '../../local/journey/journey';
import { type Paint, paintFor } from '../../local/journey/paint';
import { firstRoles, type Roles, rolesOf, withPlatform } from '../../local/journey/roles';
import { duration, renderEnd, renderStep } from '../../local/journey/summary';
import { callsToTry } from '../../local/journey/try-it';
import { InvocationError } from '../../local/lambda/worker';
import { LOCAL_PLATFORMS } from '../../local/platforms/registry';
import { type Local, type LocalOptions, startLocal } from '../../local/run';
import { removeState, writeState } from '../../local/state-file';
import { stateOf } from '../../local/state-of';
import { CommandError } from '../operations/failure';

export const name = 'start';
export const summary = 'the whole bundle on this machine, with simulators and the sample consumer journey';
export const usage =
  'start [--once] [--platform P] [--port N] [--config FILE] [--no-simulators --secrets FILE] [--verbose]';

const PORT = 4700;
const SAMPLES = join('samples', 'air');

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

function readSecrets(file: string): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CommandError(`--secrets: ${file} cannot be read: ${(error as Error).message}`);
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new CommandError(`--secrets: expected an object of secret id to value in ${file}`);
  return json as Record<string, unknown>;
}

/** What to run, and whose journey; no journey without simulators. */
function plan(values: Values): { options: LocalOptions; roles: Roles | null } {
  const given = readConfigFile(values.config ?? 'connectors.json');
  const common = {
    port: portOf(values.port),
    ...(values.secrets !== undefined && { secrets: readSecrets(values.secrets) }),
    ...(values.verbose && { onLog: (text: string) => void process.stderr.write(text) }),
  };
  if (values['no-simulators']) {
    if (values.once || values.platform !== undefined)
      throw new CommandError(
        '--no-simulators: there is no journey without them; leave out --once and --platform',
      );
    return { options: { ...common, config: given, simulators: false }, roles: null };
  }
  const platform = values.platform === undefined ? undefined : LOCAL_PLATFORMS[values.platform];
  if (values.platform !== undefined && !platform)
    throw new CommandError(`--platform: expected ${Object.keys(LOCAL_PLATFORMS).join(' or ')}`);
  const config = platform ? withPlatform(given, platform.name) : given;
  const roles = platform ? rolesOf(config, platform) : firstRoles(config, LOCAL_PLATFORMS);
  if (!roles)
    throw new CommandError(
      'the journey needs an inbound and an outbound connector of one platform, and neither paused; --platform adds them',
    );
  return { options: { ...common, config }, roles };
}

/** In words for the person who typed the command; null for what is our own mistake. */
function explained(error: unknown): string | null {
  if (error instanceof PortInUse)
    return `${error.message}: stop what listens there, or choose another with --port N`;
  if (error instanceof ConfigError || error instanceof InvocationError) return error.message;
  return null;
}

const newest = (): string | null => {
  const files = existsSync(SAMPLES) ? readdirSync(SAMPLES).filter((file) => file.endsWith('.json')) : [];
  const [file] = [...files.filter((each) => each.includes('settle')), ...files];
  return file === undefined ? null : join(SAMPLES, file);
};

function tellHowToTry(local: Local, roles: Roles, paint: Paint): void {
  const identityValue = local.air?.programme
    .wallets()[1]
    ?.identities.find(({ type }) => type === roles.outbound.settings.identityType)?.value;
  const calls = callsToTry({
    url: local.url,
    ...roles,
    identityValue: identityValue ?? '',
    sample: newest(),
  });
  console.log(`\n${paint.bold('To try, in another terminal')}`);
  for (const { shows, command } of calls) console.log(`\n${paint.dim(`# ${shows}`)}\n${command}`);
}

function tellWhereToLook(local: Local, paint: Paint): void {
  const rows = [
    ['everything there is to see', `${local.url}/_local`],
    ['queues and dead letters', `${local.url}/_local/queues`],
    ...(local.air ? [['AIR', `${local.url}/_local/air`]] : []),
    ...Object.keys(local.platforms).map((each) => [
      `profiles in ${each}`,
      `${local.url}/_local/${each}/profiles`,
    ]),
    ['the functions’ log and metrics', local.logs.path],
    ['dead letters, by command', 'npm run --silent ee-connect -- dlq list --local'],
  ];
  console.log(`\n${paint.bold('Where to look')}\n`);
  for (const [what = '', where = ''] of rows) console.log(`    ${what.padEnd(30)}  ${where}`);
}

const stopped = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });

/**
 * @returns 1 when the journey failed, or when it could not start for a reason that is said in one line.
 * @throws CommandError
 */
export async function run(args: string[]): Promise<number> {
  try {
    return await start(args);
  } catch (error) {
    const line = explained(error);
    if (line === null) throw error;
    console.error(`ee-connect start: ${line}`);
    return 1;
  }
}

async function start(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      once: { type: 'boolean' },
      platform: { type: 'string' },
      port: { type: 'string' },
      config: { type: 'string' },
      'no-simulators': { type: 'boolean' },
      secrets: { type: 'string' },
      verbose: { type: 'boolean' },
    },
  });
  const { options, roles } = plan(values);
  const paint = paintFor(process.stdout.isTTY === true && process.env.NO_COLOR === undefined);
  console.log(
    'EE Connect on this machine: building and starting the functions, queues, table and simulators …',
  );
  const startedAt = Date.now();
  const local = await startLocal(options);
  try {
    console.log(`Ready after ${duration(Date.now() - startedAt)} on ${local.url}; log: ${local.logs.path}\n`);
    writeState(stateOf(local));
    const failure = roles && (await playJourney(local, roles, paint));
    if (values.once) return failure ? 1 : 0;
    const end = stopped();
    if (roles) tellHowToTry(local, roles, paint);
    tellWhereToLook(local, paint);
    console.log(`\nServing on ${local.url} until Ctrl-C.`);
    await end;
    console.log('\nStopped.');
    return 0;
  } finally {
    removeState();
    await local.stop();
  }
}

async function playJourney(local: Local, roles: Roles, paint: Paint): Promise<string | null> {
  console.log(
    `${paint.bold('A late delivery')}: the parcel is late, ${roles.platform.title} puts the consumer into an audience.\n`,
  );
  const end = await runJourney({
    local,
    ...roles,
    onStep: (step, number) => console.log(`${renderStep(step, number, paint)}\n`),
  });
  console.log(renderEnd(end, roles.platform.title, paint));
  if (end.failure) console.log(`What the functions said: ${local.logs.path}`);
  return end.failure;
}
