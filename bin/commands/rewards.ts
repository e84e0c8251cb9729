import { parseArgs } from 'node:util';
import { REWARD_STATES, type RewardRecord } from '../../functions/delivery/rewards/record';
import { durationMs } from '../operations/duration';
import { CommandError } from '../operations/failure';
import { openTarget } from '../operations/open-target';
import { rewardRows } from '../operations/reward-rows';
import { TARGET_OPTIONS, TARGET_USAGE } from '../operations/target';

export const name = 'rewards';
export const summary = 'every reward: who, which action, from where, when, and what became of it';
export const usage = `rewards export [--state S] [--identity VALUE] [--since 7d] [--json] ${TARGET_USAGE}`;

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

/** A cell of CSV. Spreadsheets run what begins with these signs as a formula, so it gets a quote in front. */
export function csvCell(value: unknown): string {
  const text = value === null || value === undefined ? '' : String(value);
  const plain = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\n\r]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      state: { type: 'string' },
      identity: { type: 'string' },
      since: { type: 'string' },
      json: { type: 'boolean' },
      ...TARGET_OPTIONS,
    },
  });
  if (positionals[0] !== 'export') throw new CommandError('rewards: expected export');
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
  if (values.json) for (const row of rows) console.log(JSON.stringify(shown(row)));
  else {
    console.log(COLUMNS.join(','));
    for (const row of rows) console.log(COLUMNS.map((column) => csvCell(row[column])).join(','));
  }
  console.error(`${rows.length} rewards of ${target.name}`);
  return 0;
}
