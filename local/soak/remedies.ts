/** What an operator does when the trouble is over. */
import type { SQSClient } from '@aws-sdk/client-sqs';
import { learn } from '../../functions/connectors/directory';
import { Table } from '../../functions/connectors/table';
import { deadLetterQueueName, queueName } from '../deployment';
import { TABLE_NAME } from '../emulators/state-table';
import type { Local } from '../local';
import type { History } from './history/history';
import type { Member } from './history/member';
import type { Letter } from './letters';

/** Sends everything on one connector's dead-letter queue again. */
export type Redrive = (
  sqs: SQSClient,
  queues: { readonly queueUrl: string; readonly deadLetterQueueUrl: string },
) => Promise<unknown>;

/** For every connector. */
export async function redriveAll(
  { queues, config }: Pick<Local, 'queues' | 'config'>,
  redrive: Redrive,
): Promise<void> {
  for (const { id } of config.connectors)
    await redrive(queues.client, {
      queueUrl: queues.queueUrl(queueName(id)),
      deadLetterQueueUrl: queues.queueUrl(deadLetterQueueName(id)),
    });
}

/** The members whom letters with the reason `identity-unknown` are about. */
export function unknownMembers({ members, events }: History, letters: readonly Letter[]): Member[] {
  const unknown = letters.filter(({ reason }) => reason === 'identity-unknown');
  const wallets = new Set(unknown.map(({ walletId }) => walletId));
  const ids = new Set(
    unknown.filter(({ walletId }) => walletId === null).flatMap(({ eventIds }) => eventIds),
  );
  const byEvent = new Set(
    events
      .filter(({ eventId }) => ids.has(eventId))
      .flatMap(({ parts }) => parts.map(({ member }) => member)),
  );
  return members.filter(({ index, walletId }) => wallets.has(walletId) || byEvent.has(index));
}

/**
 * `identities import`, of members whom the directory could not learn while the table failed. Of those who left it learns
 * nothing, whoever tells it.
 */
export async function importIdentities(
  local: Pick<Local, 'table'>,
  members: readonly Member[],
): Promise<void> {
  const lessons = members.map(({ walletId, identities, pointsAccountId }) => ({
    walletId,
    identities: Object.fromEntries(identities.map(({ type, value }) => [type, value])),
    accountIds: [pointsAccountId],
    asOf: '2000-01-01T00:00:00.000Z',
    left: false,
  }));
  const types = new Set(lessons.flatMap(({ identities }) => Object.keys(identities)));
  await learn(new Table(local.table.client, TABLE_NAME), lessons, types);
}
