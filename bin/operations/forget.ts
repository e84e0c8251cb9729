import type { SQSClient } from '@aws-sdk/client-sqs';
import { accountRows, LEFT_REMEMBERED, lookUp } from '../../functions/connectors/directory';
import { directoryKey, leftKey } from '../../functions/connectors/keys';
import type { Key, Table } from '../../functions/connectors/table';
import { concerns, type Person } from './concerns';
import { approximateCount, deleteDeadLetter, eachDeadLetter } from './dead-letters';
import type { RewardRow } from './reward-rows';

/** What was deleted, or would be. */
export interface Forgotten {
  readonly rows: number;
  readonly rewards: number;
  readonly messages: number;
  /** Messages about another wallet whose AIR event names this one too: deleting them would lose the other's event. */
  readonly others: number;
  /** Messages that cannot be read, so that nobody knows who they are about. */
  readonly unreadable: number;
  /** Messages that SQS counts and did not show: behind others of their consumer, or read by another command just now. */
  readonly unseen: number;
  /** How many identities were looked for: with none, neither rewards nor messages with rewards can be found. */
  readonly identities: number;
}

export interface ForgetOptions {
  /** Identities that the directory may not know: of a consumer whom AIR has sent no event of. */
  readonly identityValues?: readonly string[];
  /** False: only counts what would be deleted. */
  readonly really: boolean;
}

/** An installation's places that know a consumer. */
export interface Places {
  readonly table: Table;
  /** Every reward's record; read more than once. */
  rewards(): AsyncIterable<RewardRow>;
  readonly sqs: Pick<SQSClient, 'send'>;
  readonly deadLetterQueueUrls: readonly string[];
}

/**
 * Takes a consumer out of the table and of the dead-letter queues. A reward's record stays, without who it was for: its key
 * still keeps it from being issued twice. What finds the rest is deleted last, so that after an error in the middle a
 * second run finds what the first one left.
 */
export async function forget(
  walletId: string,
  places: Places,
  { identityValues = [], really }: ForgetOptions,
): Promise<Forgotten> {
  const { table } = places;
  const known = await identitiesOf(walletId, places);
  const person = { walletId, identityValues: new Set([...known, ...identityValues]) };
  if (really) await markLeft(table, walletId);
  const messages = await forgetMessages(person, places, really);
  const rewards = await forgetRewards(person, places, really);
  const rows = await rowsOf(table, walletId);
  if (really) for (const key of rows) await table.delete(key);
  return { rows: rows.length, rewards, ...messages, identities: person.identityValues.size };
}

/** Those that the directory knows, and those that the wallet's issued rewards were asked for by. */
async function identitiesOf(walletId: string, { table, rewards }: Places): Promise<string[]> {
  const { identities } = await lookUp(table, [walletId], []);
  const known = Object.values(identities[walletId] ?? {});
  for await (const row of rewards())
    if (row.walletId === walletId && row.identityValue !== '') known.push(row.identityValue);
  return known;
}

/** First the mark, with nothing of the consumer in it: an event that arrives meanwhile or late teaches nothing again. */
async function markLeft(table: Table, walletId: string): Promise<void> {
  await table.put({
    ...leftKey(walletId),
    leftAt: new Date().toISOString(),
    expiresAt: Math.floor(Date.now() / 1000) + LEFT_REMEMBERED,
  });
}

/** In the order in which they may go: an account's owner before the row that leads to it, the identities at the end. */
async function rowsOf(table: Table, walletId: string): Promise<Key[]> {
  const identities = directoryKey(walletId);
  const accounts = await accountRows(table, walletId);
  const rowOf = await table.get(accounts.map(({ owner }) => owner));
  // An account that moved to another wallet stays with that one.
  const owners = accounts.filter(({ owner }) => rowOf(owner)?.walletId === walletId);
  const own = await table.query(identities.pk, '');
  const last = own.filter(({ sk }) => sk === identities.sk);
  const others = own.filter(({ sk }) => sk !== identities.sk && sk !== leftKey(walletId).sk);
  return [...owners.map(({ owner }) => owner), ...others, ...last];
}

async function forgetRewards(
  { walletId, identityValues }: Person,
  { table, rewards }: Places,
  really: boolean,
): Promise<number> {
  const byIdentity: RewardRow[] = [];
  const ofWallet: RewardRow[] = [];
  for await (const row of rewards()) {
    if (row.walletId === walletId) ofWallet.push(row);
    else if (identityValues.has(row.identityValue)) byIdentity.push(row);
  }
  // Those of the wallet lead to the others, so they go last.
  const found = [...byIdentity, ...ofWallet];
  if (really) for (const row of found) await clear(table, row);
  return found.length;
}

async function clear(table: Table, row: RewardRow): Promise<void> {
  await table.update(row, {
    expression: 'SET identityValue = :nobody, walletId = :none, #source = :none',
    names: { '#source': 'source' },
    values: { ':nobody': '', ':none': null },
  });
}

async function forgetMessages(
  person: Person,
  { sqs, deadLetterQueueUrls }: Places,
  really: boolean,
): Promise<Pick<Forgotten, 'messages' | 'others' | 'unreadable' | 'unseen'>> {
  const count = { 'about it': 0, 'names it': 0, no: 0, unreadable: 0 };
  let unseen = 0;
  for (const url of deadLetterQueueUrls) {
    const standing = await approximateCount(sqs, url);
    let seen = 0;
    await eachDeadLetter(sqs, url, async (letter) => {
      seen++;
      const how = concerns(letter.body, person);
      count[how]++;
      if (how !== 'about it' || !really) return false;
      await deleteDeadLetter(sqs, url, letter);
      return true;
    });
    unseen += Math.max(0, standing - seen);
  }
  return {
    messages: count['about it'],
    others: count['names it'],
    unreadable: count.unreadable,
    unseen,
  };
}
