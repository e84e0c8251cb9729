import { readFileSync } from 'node:fs';
import { learn } from '../../functions/connectors/directory';
import { Table } from '../../functions/connectors/table';
import { CommandError } from '../operations/command-error';
import { type Options, readCommandLine } from '../operations/command-line';
import { readIdentities } from '../operations/identity-file';
import { openTarget } from '../operations/open-target';
import { TARGET_OPTIONS, TARGET_USAGE } from '../operations/target';

export const name = 'identities';
export const summary = 'load the identities of wallets that are older than the installation';
export const usage = `identities import FILE.csv [--as-of DATE] ${TARGET_USAGE}   (headings walletId,type,value[,accountId])`;

const OPTIONS = {
  'as-of': {
    type: 'string',
    value: 'DATE',
    help: 'when the file was true; what AIR told since then stays. Default: older than any event',
  },
  ...TARGET_OPTIONS,
} as const satisfies Options;

/** Wallets written at a time: the table is on demand, but it grows into its rate. */
const AT_A_TIME = 25;

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = readCommandLine(args, OPTIONS, { most: 2 });
  const [action, file] = positionals;
  if (action !== 'import' || file === undefined) throw new CommandError('expected import FILE.csv');
  // Older than any event: whatever AIR has told by now is newer.
  const asOf = new Date(values['as-of'] ?? '2000-01-01T00:00:00Z');
  if (Number.isNaN(asOf.getTime())) throw new CommandError('--as-of: expected a date such as 2026-01-31');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new CommandError(`${file} cannot be read`);
  }
  const { lessons, errors } = readIdentities(text, asOf.toISOString());
  for (const error of errors) console.error(`${file}:${error.line}: ${error.message}`);
  if (lessons.length === 0) throw new CommandError(`${file} holds no identities`);
  const target = await openTarget(values);
  const table = new Table(target.dynamodb, target.tableName);
  const types = new Set(lessons.flatMap((lesson) => Object.keys(lesson.identities)));
  for (let from = 0; from < lessons.length; from += AT_A_TIME) {
    const part = lessons.slice(from, from + AT_A_TIME);
    await learn(table, part, types);
    if (process.stderr.isTTY) process.stderr.write(`\r${from + part.length} of ${lessons.length} wallets`);
  }
  if (process.stderr.isTTY) process.stderr.write('\n');
  console.log(
    `${lessons.length} wallet${lessons.length === 1 ? '' : 's'} of ${file} are known to ${target.name} (${[...types].sort().join(', ')})`,
  );
  return errors.length > 0 ? 1 : 0;
}
