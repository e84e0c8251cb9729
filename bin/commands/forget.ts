import { Table } from '../../functions/connectors/table';
import { CommandError } from '../operations/command-error';
import { type Help, type Options, readCommandLine } from '../operations/command-line';
import { type Forgotten, forget } from '../operations/forget';
import { openTarget } from '../operations/open-target';
import { rewardRows } from '../operations/reward-rows';
import { TARGET_OPTIONS, TARGET_USAGE } from '../operations/target';

export const name = 'forget';
export const summary = 'take a consumer out of the table and of the dead-letter queues';
export const usage = `forget --wallet ID [--identity VALUE]... [--yes] ${TARGET_USAGE}`;

const OPTIONS = {
  wallet: { type: 'string', value: 'ID', help: "AIR's wallet id" },
  identity: {
    type: 'string',
    multiple: true,
    value: 'VALUE',
    help: 'an identity of the consumer that the directory may not know; may be given several times',
  },
  yes: { type: 'boolean', help: 'do it, for good; without it forget only counts' },
  ...TARGET_OPTIONS,
} as const satisfies Options;

export const help: Help = {
  options: OPTIONS,
  notes: ['Rewards and their messages are found by identity: give those that the platforms send.'],
  example: 'forget --wallet 884047131 --identity CUST-4712 --stack EeConnect-prod',
};

/** What keeps a run from being the last one that is needed, or is to be known beside its counts. */
function remarks({ others, unreadable, unseen, identities }: Forgotten): string[] {
  return [
    ...(identities === 0
      ? [
          'No identity of this wallet is known: rewards and dead letters are found by identity only; give --identity VALUE, for each one that the platforms may have sent',
        ]
      : []),
    ...(others > 0
      ? [
          `${others} dead letters of other wallets name this consumer too: redrive or export them, they cannot be deleted without losing the others' event`,
        ]
      : []),
    ...(unreadable > 0
      ? [
          `${unreadable} dead letters cannot be read, so that nobody knows who they are about: dlq export shows them, dlq discard deletes them`,
        ]
      : []),
    ...(unseen > 0
      ? [
          `About ${unseen} dead letters could not be looked at, since they stand behind others or another command is reading them: run this again in 2 minutes`,
        ]
      : []),
  ];
}

export async function run(args: string[]): Promise<number> {
  const { values } = readCommandLine(args, OPTIONS, { meant: () => '--wallet' });
  if (!values.wallet) throw new CommandError("--wallet: expected AIR's wallet id");
  // An empty one would be that of every reward whose consumer was forgotten before.
  if (values.identity?.includes('')) throw new CommandError('--identity: expected a value');
  const really = values.yes ?? false;
  const target = await openTarget(values);
  const forgotten = await forget(
    values.wallet,
    {
      table: new Table(target.dynamodb, target.tableName),
      rewards: () => rewardRows(target.dynamodb, target.tableName),
      sqs: target.sqs,
      deadLetterQueueUrls: Object.values(target.queues).map((queues) => queues.deadLetterQueueUrl),
    },
    { identityValues: values.identity ?? [], really },
  );
  const { rows, rewards, messages } = forgotten;
  console.log(
    really
      ? `rows deleted: ${rows}, rewards that no longer say who: ${rewards}, dead letters deleted: ${messages}`
      : `rows that would be deleted: ${rows}, rewards that would no longer say who: ${rewards}, dead letters that would be deleted: ${messages} at least; nothing is deleted yet, --yes does it for good in ${target.name}`,
  );
  for (const remark of remarks(forgotten)) console.log(remark);
  if (really) console.log('What platforms hold is deleted there; docs/platforms says how.');
  return 0;
}
