import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { learn } from '../../functions/connectors/directory';
import { identityTypesOf } from '../../functions/connectors/identity-types';
import { Table } from '../../functions/connectors/table';
import { CommandError } from '../operations/command-error';
import { type Help, type Options, readCommandLine } from '../operations/command-line';
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

export const help: Help = {
  actions: {
    import: 'reads a CSV file in UTF-8 with the headings walletId,type,value and, if there is one, accountId',
  },
  options: OPTIONS,
  notes: [
    'One identity a line; type is spelt as identityType in connectors.json. Loading it again does no harm.',
  ],
  example: 'identities import members.csv --stack EeConnect-prod',
};

/** Wallets written at a time: the table is on demand, but it grows into its rate. */
const AT_A_TIME = 25;

/** Older than any event: whatever AIR has told by now is newer. */
const LONG_AGO = '2000-01-01T00:00:00.000Z';
/** A day, or a moment with its time zone: what stands there is the same on every machine. */
const DATE = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

/** @throws CommandError */
function asOfDate(text: string | undefined, nowMs: number): string {
  if (text === undefined) return LONG_AGO;
  const date = new Date(text);
  if (!DATE.test(text) || Number.isNaN(date.getTime()))
    throw new CommandError('--as-of: expected a date such as 2026-01-31, or 2026-01-31T12:00:00Z');
  if (date.getTime() > nowMs)
    throw new CommandError(
      `--as-of: ${text} is in the future: what AIR tells until then would count as older`,
    );
  return date.toISOString();
}

/** @throws CommandError */
function textOf(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    throw new CommandError(`${file} cannot be read`);
  }
  // Read all the same, each letter that is not ASCII would become another one: nobody is found by that.
  if (!isUtf8(bytes)) throw new CommandError(`${file}: is not in UTF-8; save it as "CSV UTF-8"`);
  return bytes.toString('utf8');
}

/** What is loaded for nothing: most often a type that is spelt otherwise. */
function unusedTypes(types: Iterable<string>, used: ReadonlySet<string>): string[] {
  const all = [...used].sort().join(', ');
  return [...types]
    .filter((type) => !used.has(type))
    .map((type) =>
      all === ''
        ? `warning: no connector uses the type ${type}, since none is outbound`
        : `warning: no connector uses the type ${type}; they use ${all}`,
    );
}

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = readCommandLine(args, OPTIONS, { most: 2 });
  const [action, file] = positionals;
  if (action !== 'import' || file === undefined) throw new CommandError('expected import FILE.csv');
  const { lessons, errors } = readIdentities(textOf(file), asOfDate(values['as-of'], Date.now()));
  for (const error of errors) console.error(`${file}:${error.line}: ${error.message}`);
  if (lessons.length === 0) throw new CommandError(`${file}: nothing is imported`);
  const target = await openTarget(values);
  const table = new Table(target.dynamodb, target.tableName);
  const types = new Set(lessons.flatMap((lesson) => Object.keys(lesson.identities)));
  for (const line of unusedTypes(types, identityTypesOf(target.config))) console.error(line);
  for (let from = 0; from < lessons.length; from += AT_A_TIME) {
    const part = lessons.slice(from, from + AT_A_TIME);
    await learn(table, part, types);
    if (process.stderr.isTTY) process.stderr.write(`\r${from + part.length} of ${lessons.length} wallets`);
  }
  if (process.stderr.isTTY) process.stderr.write('\n');
  const known = lessons.length === 1 ? '1 wallet of' : `${lessons.length} wallets of`;
  const are = lessons.length === 1 ? 'is' : 'are';
  console.log(`${known} ${file} ${are} known to ${target.name} (${[...types].sort().join(', ')})`);
  return errors.length > 0 ? 1 : 0;
}
