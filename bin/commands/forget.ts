import { parseArgs } from 'node:util';
import { Table } from '../../functions/connectors/table';
import { CommandError } from '../operations/command-error';
import { forget } from '../operations/forget';
import { openTarget } from '../operations/open-target';
import { rewardRows } from '../operations/reward-rows';
import { TARGET_OPTIONS, TARGET_USAGE } from '../operations/target';

export const name = 'forget';
export const summary = 'take a consumer out of the table and of the dead-letter queues';
export const usage = `forget --wallet ID ${TARGET_USAGE}`;

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { wallet: { type: 'string' }, ...TARGET_OPTIONS } });
  if (!values.wallet) throw new CommandError("--wallet: expected AIR's wallet id");
  const target = await openTarget(values);
  const { rows, rewards, messages, left } = await forget(
    values.wallet,
    new Table(target.dynamodb, target.tableName),
    rewardRows(target.dynamodb, target.tableName),
    target.sqs,
    Object.values(target.queues).map((queues) => queues.deadLetterQueueUrl),
  );
  console.log(
    `rows deleted: ${rows}, rewards that no longer say who: ${rewards}, dead letters deleted: ${messages}`,
  );
  if (left > 0)
    console.log(
      `${left} dead letters of other wallets name this one too: redrive or export them, they cannot be deleted without losing the others' event`,
    );
  console.log('What platforms hold is deleted there; docs/platforms says how.');
  return 0;
}
