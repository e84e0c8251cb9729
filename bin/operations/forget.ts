import type { SQSClient } from '@aws-sdk/client-sqs';
import { accountRows, LEFT_REMEMBERED, lookUp } from '../../functions/connectors/directory';
import { directoryKey, leftKey } from '../../functions/connectors/keys';
import type { Message } from '../../functions/connectors/message';
import { decodeMessage } from '../../functions/connectors/message-decoding';
import type { Table } from '../../functions/connectors/table';
import { deleteDeadLetter, eachDeadLetter } from './dead-letters';
import type { RewardRow } from './reward-rows';

interface Forgotten {
  readonly rows: number;
  readonly rewards: number;
  readonly messages: number;
  /** Messages about another wallet whose AIR event names this one too: deleting them would lose the other's event. */
  readonly left: number;
}

function read(body: string): Message | null {
  try {
    return decodeMessage(body);
  } catch {
    return null;
  }
}

/** How a message on a dead-letter queue concerns a wallet. */
export function concerns(
  body: string,
  walletId: string,
  identityValues: ReadonlySet<string>,
): 'about it' | 'names it' | 'no' {
  const message = read(body);
  if (message === null) return body.includes(`"${walletId}"`) ? 'about it' : 'no';
  if (message.kind === 'reward') return identityValues.has(message.identityValue) ? 'about it' : 'no';
  if (message.walletId === walletId) return 'about it';
  if (message.kind === 'expiry') return 'no';
  const text = JSON.stringify(message.event);
  const named = text.includes(`"${walletId}"`) || text.includes(`walletEntity_${walletId}"`);
  if (!named) return 'no';
  return message.walletId === null ? 'about it' : 'names it';
}

/**
 * Takes a consumer out of the table and of the dead-letter queues. A reward's record stays, without who it was for: its key
 * still keeps it from being issued twice.
 */
export async function forget(
  walletId: string,
  table: Table,
  rewards: AsyncIterable<RewardRow>,
  sqs: Pick<SQSClient, 'send'>,
  deadLetterQueueUrls: readonly string[],
): Promise<Forgotten> {
  const { identities } = await lookUp(table, [walletId], []);
  const values = new Set(Object.values(identities[walletId] ?? {}));
  const owners = await accountRows(table, walletId);
  const own = await table.query(directoryKey(walletId).pk, '');
  // First the mark, with nothing of the consumer in it: an event that arrives meanwhile or late teaches nothing again.
  await table.put({
    ...leftKey(walletId),
    leftAt: new Date().toISOString(),
    expiresAt: Math.floor(Date.now() / 1000) + LEFT_REMEMBERED,
  });
  const left = leftKey(walletId).sk;
  const doomed = [...own.filter((row) => row.sk !== left), ...owners.map(({ owner }) => owner)];
  for (const key of doomed) await table.delete(key);
  let cleared = 0;
  for await (const row of rewards) {
    if (row.walletId !== walletId && !values.has(row.identityValue)) continue;
    await table.update(row, {
      expression: 'SET identityValue = :nobody, walletId = :none, #source = :none',
      names: { '#source': 'source' },
      values: { ':nobody': '', ':none': null },
    });
    cleared++;
  }
  let messages = 0;
  let others = 0;
  for (const url of deadLetterQueueUrls)
    await eachDeadLetter(sqs, url, async (letter) => {
      const how = concerns(letter.body, walletId, values);
      if (how === 'names it') others++;
      if (how !== 'about it') return false;
      await deleteDeadLetter(sqs, url, letter);
      messages++;
      return true;
    });
  return { rows: doomed.length, rewards: cleared, messages, left: others };
}
