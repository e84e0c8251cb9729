import { readConfiguration } from '../operations/checks/configuration';
import { type Finding, findingLines, tally } from '../operations/checks/finding';
import { checkBefore, checkRunning, checkStack } from '../operations/checks/run';
import { CommandError } from '../operations/command-error';
import { type Help, type Options, readCommandLine } from '../operations/command-line';
import { openTarget } from '../operations/open-target';
import { deployedPart, outputsOf } from '../operations/stack-outputs';
import { targetOf } from '../operations/stack-target';
import { stackOf, TARGET_OPTIONS, TARGET_USAGE } from '../operations/target';

export const name = 'check';
export const summary =
  'before deploying: configuration and addresses; after: secrets, keys, queues, the account';
export const usage = `check [--config FILE] ${TARGET_USAGE} [--alarm]`;

const OPTIONS = {
  config: { type: 'string', value: 'FILE', help: 'instead of connectors.json' },
  alarm: { type: 'boolean', help: 'ring the alarm topic of the stack, to see that it reaches somebody' },
  ...TARGET_OPTIONS,
} as const satisfies Options;

export const help: Help = {
  options: OPTIONS,
  notes: [
    'Without a stack (none in EE_STACK either): the configuration, and whether AIR and the platforms are reached. With one, or the local run, also',
    'secrets and credentials, queues and dead letters, and the account. Exit code 1 when a line is FAILED.',
  ],
  example: 'check --stack EeConnect-prod',
};

async function findingsOf(values: {
  readonly config?: string;
  readonly local?: boolean;
  readonly stack?: string;
  readonly alarm?: boolean;
}): Promise<Finding[]> {
  if (values.local) {
    const target = await openTarget(values);
    return [...(await checkBefore(target.config)), ...(await checkRunning(target, '--local'))];
  }
  const { config, findings } = readConfiguration(values.config ?? 'connectors.json');
  if (config === null) return [...findings];
  const before = [...findings, ...(await checkBefore(config))];
  const stack = stackOf(values);
  if (stack === undefined) return before;
  const outputs = await outputsOf(stack);
  const target = targetOf(stack, outputs, deployedPart(config, outputs));
  return [
    ...before,
    ...(await checkRunning(target, `--stack ${stack}`, config.operations.thresholds.secretAgeDays)),
    ...(await checkStack(target, stack, outputs, { configured: config, ring: values.alarm ?? false })),
  ];
}

/** @returns 1 when a check failed. */
export async function run(args: string[]): Promise<number> {
  const { values } = readCommandLine(args, OPTIONS, {
    meant: (word) => (word.endsWith('.json') ? '--config' : '--stack'),
  });
  if (values.local && values.stack) throw new CommandError('expected either --local or --stack, not both');
  if (values.local && values.config !== undefined)
    throw new CommandError('--config: the local run has its own; leave it out with --local');
  if (values.alarm && (values.local || !stackOf(values)))
    throw new CommandError('--alarm: needs --stack NAME, whose topic is rung');
  const findings = await findingsOf(values);
  for (const line of findingLines(findings)) console.log(line);
  console.log(`\n${tally(findings)}`);
  if (!values.local && stackOf(values) === undefined)
    console.log('The configuration only: --stack NAME, or EE_STACK, looks at what is deployed as well.');
  return findings.some(({ status }) => status === 'FAILED') ? 1 : 0;
}
