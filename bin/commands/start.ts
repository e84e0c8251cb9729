import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../../functions/connectors/config-schema';
import { keyOf } from '../../local/addresses';
import { airSecret, secretIds } from '../../local/deployment';
import { PortInUse } from '../../local/emulators/http-server';
import { runJourney } from '../../local/journey/journey';
import { type Paint, paintFor } from '../../local/journey/paint';
import type { Roles } from '../../local/journey/roles';
import { duration, renderEnd, renderStep } from '../../local/journey/summary';
import { callsToTry } from '../../local/journey/try-it';
import { InvocationError } from '../../local/lambda/worker';
import type { Local } from '../../local/local';
import { startLocal } from '../../local/run';
import { removeState, writeState } from '../../local/state-file';
import { stateOf } from '../../local/state-of';
import type { Help } from '../operations/command-line';
import { planStart, START_OPTIONS } from '../operations/start-plan';

export const name = 'start';
export const summary = 'the whole bundle on this machine, with simulators and the sample consumer journey';
export const usage =
  'start [--once] [--platform P|all] [--port N] [--config FILE] [--no-simulators --secrets FILE] [--verbose]';

export const help: Help = {
  options: START_OPTIONS,
  notes: ['It serves until Ctrl-C. The other commands work on it with --local.'],
  example: 'start --platform klaviyo',
};

const AWS_METRICS_EVERY_MS = 5000;
const SAMPLES = join('samples', 'air');

/** In words for the person who typed the command; null for what is our own mistake. */
function explained(error: unknown): string | null {
  if (error instanceof PortInUse)
    return `${error.message}: stop what listens there, or choose another with --port N`;
  if (error instanceof ConfigError || error instanceof InvocationError) return error.message;
  return null;
}

/** A file with an AIR event to post; null where the samples are not there. */
const sampleFile = (): string | null => {
  const files = existsSync(SAMPLES) ? readdirSync(SAMPLES).filter((file) => file.endsWith('.json')) : [];
  const [file] = [...files.filter((each) => each === 'purchase-settle.json'), ...files];
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
    sample: sampleFile(),
    keyOf: (of) => keyOf(local, of),
  });
  console.log(`\n${paint.bold('To try, in another terminal')}`);
  for (const { shows, command } of calls) console.log(`\n${paint.dim(`# ${shows}`)}\n${command}`);
}

function tellWhereToLook(local: Local, paint: Paint): void {
  const rows = [
    ['everything there is to see', `${local.url}/_local`],
    ['addresses with their keys', `${local.url}/_local/addresses`],
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

/** A secret without a value is not set up: 401 to the caller, and whatever needs it waits. */
function tellMissingSecrets(local: Local, given: Readonly<Record<string, unknown>>): void {
  const wanted = [airSecret(local.config), ...Object.values(secretIds(local.config))];
  const missing = wanted.filter((id) => given[id] === undefined);
  if (missing.length > 0) console.log(`Not set up, since --secrets has no value for: ${missing.join(', ')}`);
  const unused = Object.keys(given).filter((id) => !wanted.includes(id));
  if (unused.length > 0)
    console.log(`Nothing has the secret ${unused.join(', ')} of --secrets; there are ${wanted.join(', ')}`);
}

/** Aborted by Ctrl-C and its like; a second one ends the process at once. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => controller.abort());
  return controller.signal;
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve());
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
  const { options, roles, once } = planStart(args);
  const paint = paintFor(process.stdout.isTTY === true && process.env.NO_COLOR === undefined);
  console.log(
    'EE Connect on this machine: building and starting the functions, queues, table and simulators …',
  );
  const startedAt = Date.now();
  // Until here a signal ends the process, and the functions with it.
  const local = await startLocal({ ...options, awsMetricsEveryMs: AWS_METRICS_EVERY_MS });
  const signal = stopSignal();
  try {
    console.log(`Ready after ${duration(Date.now() - startedAt)} on ${local.url}; log: ${local.logs.path}\n`);
    writeState(stateOf(local));
    if (!local.air) tellMissingSecrets(local, options.secrets ?? {});
    const failure = roles && (await playJourney(local, roles, paint, signal));
    if (once) return failure ? 1 : 0;
    if (!signal.aborted) {
      if (roles) tellHowToTry(local, roles, paint);
      tellWhereToLook(local, paint);
      console.log(`\nServing on ${local.url} until Ctrl-C.`);
    }
    await aborted(signal);
    console.log('\nStopped.');
    return 0;
  } finally {
    removeState();
    await local.stop();
  }
}

async function playJourney(
  local: Local,
  roles: Roles,
  paint: Paint,
  signal: AbortSignal,
): Promise<string | null> {
  console.log(
    `${paint.bold('A late delivery')}: the parcel is late, ${roles.platform.title} puts the consumer into an audience.\n`,
  );
  const end = await runJourney({
    local,
    ...roles,
    signal,
    onStep: (step, number) => console.log(`${renderStep(step, number, paint)}\n`),
  });
  console.log(renderEnd(end, paint));
  if (end.failure) console.log(`What the functions said: ${local.logs.path}`);
  return end.failure;
}
