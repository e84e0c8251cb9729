import { LOCAL_PLATFORMS } from '../../local/platforms/registry';
import { ALL_FAULTS, FAULT_KINDS, type FaultKind } from '../../local/soak/faults/kinds';
import { isClean } from '../../local/soak/report';
import { CommandError } from '../operations/command-error';
import { type Help, type Options, readCommandLine } from '../operations/command-line';

export const name = 'soak';
export const summary = 'the local bundle under faults of every kind, held against what it has to do';
export const usage = `soak [--events N] [--seed S] [--faults K,K|none] [--platform P,P|all] [--quiet] [--keep-log]`;

const OPTIONS = {
  events: { type: 'string', value: 'N', help: 'how many events are played; 2000' },
  seed: { type: 'string', value: 'S', help: 'another history; the same seed plays the same again' },
  faults: {
    type: 'string',
    value: 'K,K|none',
    help: 'faults of these kinds only; docs/soak.md lists them, and so does a wrong one',
  },
  platform: { type: 'string', value: 'P,P|all', help: 'which platforms; braze' },
  quiet: { type: 'boolean', help: 'only the report, without the progress' },
  'keep-log': { type: 'boolean', help: "the functions' log stays, and its place is told" },
} as const satisfies Options;

export const help: Help = {
  options: OPTIONS,
  notes: ['docs/soak.md says what the report tells. Exit code 1 when a guarantee was not kept.'],
  example: 'soak --events 500 --platform all',
};

function whole(text: string | undefined, otherwise: number, least: number, option: string): number {
  const value = Number(text ?? otherwise);
  if (!Number.isSafeInteger(value) || value < least)
    throw new CommandError(`${option}: expected a whole number from ${least} on`);
  return value;
}

function chosen<T extends string>(text: string, from: readonly T[], option: string): T[] {
  const names = text.split(',').map((each) => each.trim());
  const wrong = names.find((each) => !from.includes(each as T));
  if (wrong !== undefined)
    throw new CommandError(`${option}: there is no "${wrong}"; there are ${from.join(', ')}`);
  return names as T[];
}

/** @returns 1 when a guarantee was not kept. @throws CommandError */
export async function run(args: string[]): Promise<number> {
  const { values } = readCommandLine(args, OPTIONS);
  const events = whole(values.events, 2000, 1, '--events');
  const seed = whole(values.seed, 1, 0, '--seed');
  const platforms = Object.keys(LOCAL_PLATFORMS);
  const faults: readonly FaultKind[] =
    values.faults === undefined
      ? ALL_FAULTS
      : values.faults === 'none'
        ? []
        : chosen(values.faults, Object.keys(FAULT_KINDS) as FaultKind[], '--faults');
  // Before anything that looks at a clock is loaded: the run moves it.
  const { moveClock } = await import('../../local/lambda/clock.mjs');
  const { soak } = await import('../../local/soak/soak');
  const { redrive } = await import('../operations/redrive');
  const report = await soak({
    events,
    seed,
    faults,
    platforms:
      values.platform === 'all' ? platforms : chosen(values.platform ?? 'braze', platforms, '--platform'),
    moveClock,
    redrive: (sqs, queues) => redrive(sqs, queues, {}),
    keepLog: values['keep-log'] === true,
    ...(!values.quiet && { tell: (line: string) => void process.stderr.write(`${line}\n`) }),
  });
  console.log(JSON.stringify(report, null, 2));
  return isClean(report) ? 0 : 1;
}
