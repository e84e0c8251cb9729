import { stringify } from 'csv-stringify/sync';
import { Table } from '../../functions/connectors/table';
import { REWARD_STATES, type RewardRecord } from '../../functions/delivery/rewards/record';
import { CommandError } from '../operations/command-error';
import { actionOf, type Help, type Options, readCommandLine } from '../operations/command-line';
import { durationMs } from '../operations/duration';
import { openTarget } from '../operations/open-target';
import { printable, printableJson } from '../operations/printable';
import { rewardRows } from '../operations/reward-rows';
import { FOUND, type Found, settleReward } from '../operations/settle-reward';
import { TARGET_OPTIONS, TARGET_USAGE } from '../operations/target';

export const name = 'rewards';
export const summary =
  'every reward: who, which action, and what became of it; settle one that nobody knows of';
export const usage = `rewards export [--state S] [--identity VALUE] [--since 7d] [--json] ${TARGET_USAGE}
       rewards settle --reference R --as ${FOUND.join('|')} ${TARGET_USAGE}`;

const ACTIONS = ['export', 'settle'] as const;
const OPTIONS = {
  state: {
    type: 'string',
    value: 'S',
    help: `in this state only: ${REWARD_STATES.join(', ')}`,
    of: ['export'],
  },
  identity: {
    type: 'string',
    value: 'VALUE',
    help: 'of this consumer only, by the identity that the platform sent',
    of: ['export'],
  },
  since: {
    type: 'string',
    value: '7d',
    help: 'that were asked for since then: 90s, 30m, 2h, 7d',
    of: ['export'],
  },
  json: { type: 'boolean', help: 'a line of JSON each, instead of CSV', of: ['export'] },
  reference: { type: 'string', value: 'R', help: 'of one reward: ee-…', of: ['settle'] },
  as: { type: 'string', value: FOUND.join('|'), help: 'what you found in AIR', of: ['settle'] },
  ...TARGET_OPTIONS,
} as const satisfies Options;

export const help: Help = {
  actions: {
    export: 'a line of CSV for each reward that was asked for, the oldest first',
    settle: 'writes down what you found in AIR of a reward that is unknown, or partly done',
  },
  options: OPTIONS,
  notes: [
    '"settle --as not-issued" lets a redrive send it again: if you are wrong, that is a second reward.',
  ],
  example: 'rewards export --state unknown --since 7d --stack EeConnect-prod',
};

/** What a word too many was meant as. */
function meant(word: string, action: string | undefined): string {
  if (action === 'settle') return (FOUND as readonly string[]).includes(word) ? '--as' : '--reference';
  return (REWARD_STATES as readonly string[]).includes(word) ? '--state' : '--identity';
}

const COLUMNS = [
  'receivedAt',
  'state',
  'connector',
  'identityValue',
  'action',
  'source',
  'reference',
  'sentAt',
  'issuedAt',
  'attempts',
  'walletId',
  'walletTransactionId',
  'reason',
  'detail',
  'requestId',
] as const satisfies readonly (keyof RewardRecord)[];

/** Spreadsheets run what begins with these signs as a formula, so it gets a quote in front; a number stays one. */
const guarded = (text: string): string =>
  /^[=+\-@]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;

/** A line of CSV, without its end. What a platform sent as an identity may hold anything. */
export const csvLine = (cells: readonly unknown[]): string =>
  stringify([cells], { eof: false, cast: { string: (text) => guarded(printable(text)) } });

/** Writes down what somebody found in AIR, and says what that means for its message. */
async function settle(values: {
  readonly reference?: string;
  readonly as?: string;
  readonly local?: boolean;
  readonly stack?: string;
}): Promise<number> {
  const { reference } = values;
  if (!reference) throw new CommandError('--reference: expected the reference of one reward, as ee-…');
  const found: Found | undefined = FOUND.find((each) => each === values.as);
  if (!found) throw new CommandError(`--as: expected ${FOUND.join(' or ')}, as you saw it in AIR`);
  const target = await openTarget(values);
  const before = await settleReward(new Table(target.dynamodb, target.tableName), reference, found);
  const redrive = `dlq redrive --connector ${before.connector} --event ${reference}`;
  console.log(
    found === 'issued'
      ? `${reference} was ${before.state} and is issued now; "${redrive}" takes its message off the queue, without a call`
      : `${reference} was ${before.state} and may be sent again now; "${redrive}" sends it`,
  );
  return 0;
}

export async function run(args: string[]): Promise<number> {
  const line = readCommandLine(args, OPTIONS, { most: 1, meant });
  const { values } = line;
  if (actionOf(ACTIONS, line, OPTIONS) === 'settle') return settle(values);
  const states: readonly string[] = REWARD_STATES;
  if (values.state !== undefined && !states.includes(values.state))
    throw new CommandError(`--state: expected one of ${states.join(', ')}`);
  const from =
    values.since === undefined
      ? ''
      : new Date(Date.now() - durationMs(values.since, '--since')).toISOString();
  const target = await openTarget(values);
  const rows: RewardRecord[] = [];
  for await (const row of rewardRows(target.dynamodb, target.tableName)) {
    if (values.state !== undefined && row.state !== values.state) continue;
    if (values.identity !== undefined && row.identityValue !== values.identity) continue;
    if (row.receivedAt >= from) rows.push(row);
  }
  rows.sort((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1));
  const shown = (row: RewardRecord) => Object.fromEntries(COLUMNS.map((column) => [column, row[column]]));
  if (values.json) for (const row of rows) console.log(printableJson(shown(row)));
  else {
    console.log(csvLine(COLUMNS));
    for (const row of rows) console.log(csvLine(COLUMNS.map((column) => row[column])));
  }
  console.error(`${rows.length} rewards of ${target.name}`);
  return 0;
}
