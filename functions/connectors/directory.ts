/**
 * Which identities a wallet has and which wallet an account belongs to: for the AIR events that do not say. Receive
 * teaches it, delivery asks it. Only identities of the types that connectors use are kept.
 */
import type { IdentityValues, Known, Lesson } from '../air/known';
import {
  type Ended,
  endedOf,
  type Fact,
  factsOf,
  IDENTITY,
  IDENTITY_DATE,
  keyOf,
  Seen,
  saysAll,
} from './directory-facts';
import { ACCOUNT_ROW, accountHashKey, accountKey, directoryKey, leftKey, walletAccountKey } from './keys';
import type { Key, Row, Table } from './table';

/** A deleted wallet's identities are kept this long, for slow connectors and redrives. In seconds. */
export const KEPT_AFTER_LEAVING = 45 * 86_400;
/** That a wallet was deleted is known this long: longer than any event of it can be late. In seconds. */
export const LEFT_REMEMBERED = 400 * 86_400;

/** Facts read and written at a time: one event can name hundreds of accounts. */
const AT_A_TIME = 25;

const seenIn = new WeakMap<Table, Seen>();

function seenOf(table: Table): Seen {
  const seen = seenIn.get(table) ?? new Seen();
  seenIn.set(table, seen);
  return seen;
}

/** @returns false when something newer stands there, or the wallet or account is a deleted one's. */
async function write(table: Table, fact: Fact): Promise<boolean> {
  const written = await table.update(keyOf(fact), {
    expression: 'SET #value = :value, #asOf = :asOf REMOVE expiresAt',
    condition: 'attribute_not_exists(#left) AND (attribute_not_exists(#asOf) OR #asOf < :asOf)',
    names: { '#value': fact.names.value, '#asOf': fact.names.asOf, '#left': 'left' },
    values: { ':value': fact.value, ':asOf': fact.asOf },
  });
  return written !== null;
}

/** A value is the wallet's no longer, unless something newer stands there. An older event cannot bring it back. */
async function end(table: Table, { walletId, names, value, asOf }: Ended): Promise<void> {
  await table.update(directoryKey(walletId), {
    expression: 'SET #asOf = :asOf REMOVE #value',
    condition: `${value === null ? 'attribute_exists(#value)' : '#value = :value'} AND #asOf < :asOf`,
    names: { '#value': names.value, '#asOf': names.asOf },
    values: { ':asOf': asOf, ...(value !== null && { ':value': value }) },
  });
}

/** Marks a wallet as left: its rows go after 45 days, and it learns nothing more. Repeating it moves no date. */
async function markLeft(table: Table, walletId: string, asOf: string, nowSeconds: number): Promise<void> {
  const expiresAt = nowSeconds + KEPT_AFTER_LEAVING;
  const leave = (key: Key) =>
    table.update(key, {
      expression: 'SET #left = :asOf, expiresAt = :expiresAt',
      condition: 'attribute_not_exists(#left)',
      names: { '#left': 'left' },
      values: { ':asOf': asOf, ':expiresAt': expiresAt },
    });
  await Promise.all([
    leave(directoryKey(walletId)),
    table.put(
      { ...leftKey(walletId), leftAt: asOf, expiresAt: nowSeconds + LEFT_REMEMBERED },
      { expression: 'attribute_not_exists(pk)' },
    ),
  ]);
  const accounts = await accountRows(table, walletId);
  await Promise.all(
    accounts.flatMap(({ inWallet, owner }) => [
      leave(inWallet),
      // An account that moved to another wallet stays with that one.
      table.update(owner, {
        expression: 'SET expiresAt = :expiresAt',
        condition: 'walletId = :walletId AND attribute_not_exists(expiresAt)',
        values: { ':walletId': walletId, ':expiresAt': expiresAt },
      }),
    ]),
  );
}

/** Of each account that a wallet has, or had: its row in the wallet's partition, and the row that says whose it is. */
export async function accountRows(
  table: Table,
  walletId: string,
): Promise<readonly { readonly inWallet: Key; readonly owner: Key }[]> {
  const rows = await table.query(directoryKey(walletId).pk, ACCOUNT_ROW);
  return rows.map(({ pk, sk }) => ({
    inWallet: { pk, sk },
    owner: accountHashKey(sk.slice(ACCOUNT_ROW.length)),
  }));
}

/** Whether this process has seen all of it in the table before, so that there is nothing to ask or to write. */
export function isKnown(
  table: Table,
  lessons: readonly Lesson[],
  identityTypes: ReadonlySet<string>,
): boolean {
  const seen = seenOf(table);
  return lessons.every(
    (lesson) =>
      !lesson.left &&
      endedOf(lesson, identityTypes).length === 0 &&
      factsOf(lesson, identityTypes).every((fact) => seen.knows(fact)),
  );
}

export interface LearnOptions {
  readonly nowSeconds?: number;
  /** Nothing more is written once it is aborted. */
  readonly signal?: AbortSignal;
}

/**
 * Learns what AIR events said. Per identity type and account the newest date wins, whatever the order of arrival; of a
 * deleted wallet nothing is learnt again. One read for what is not known here yet, writes only for news.
 * @param identityTypes the types that connectors use; others are not stored.
 * @throws what the table throws: the caller decides whether that matters.
 */
export async function learn(
  table: Table,
  lessons: readonly Lesson[],
  identityTypes: ReadonlySet<string>,
  { nowSeconds = Math.floor(Date.now() / 1000), signal }: LearnOptions = {},
): Promise<void> {
  const seen = seenOf(table);
  const leaving = lessons.filter((lesson) => lesson.left);
  const gone = new Set(leaving.map((lesson) => lesson.walletId));
  await Promise.all(leaving.map((lesson) => markLeft(table, lesson.walletId, lesson.asOf, nowSeconds)));
  const facts = lessons
    .filter((lesson) => !gone.has(lesson.walletId))
    .flatMap((lesson) => factsOf(lesson, identityTypes))
    .filter((fact) => !seen.knows(fact));
  const ended = lessons.flatMap((lesson) => endedOf(lesson, identityTypes));
  for (const fact of ended) seen.forget(fact);
  await Promise.all(ended.map((fact) => end(table, fact)));
  for (let from = 0; from < facts.length && !signal?.aborted; from += AT_A_TIME)
    await learnFacts(table, facts.slice(from, from + AT_A_TIME), seen);
}

async function learnFacts(table: Table, facts: readonly Fact[], seen: Seen): Promise<void> {
  const row = await table.get(facts.flatMap((fact) => [keyOf(fact), leftKey(fact.walletId)]));
  const news = facts.filter((fact) => {
    if (row(leftKey(fact.walletId))) return false;
    const there = row(keyOf(fact));
    const [value, asOf] = [there?.[fact.names.value], there?.[fact.names.asOf]];
    if (typeof value !== 'string' || typeof asOf !== 'string' || !saysAll(value, asOf, fact)) return true;
    seen.add(fact, value, asOf);
    return false;
  });
  if (news.length === 0) return;
  // From the wallet's side first: a crash in between leaves a row too many, and none that a deletion does not find.
  const inWallets = news.flatMap(({ walletId, accountId }) =>
    accountId === undefined ? [] : [walletAccountKey(walletId, accountId)],
  );
  await table.putAll(inWallets);
  await Promise.all(
    news.map(async (fact) => {
      if (await write(table, fact)) seen.add(fact);
    }),
  );
}

/** A row's texts whose names begin so, by the rest of their names: the identity types. */
function textsIn(row: Row | null, prefix: string): IdentityValues {
  const entries = Object.entries(row ?? {}).filter(
    (entry): entry is [string, string] => entry[0].startsWith(prefix) && typeof entry[1] === 'string',
  );
  return Object.fromEntries(entries.map(([name, value]) => [name.slice(prefix.length), value]));
}

/** What the directory knows. */
export type Found = Pick<Known, 'identities' | 'identityDates' | 'wallets'>;

/**
 * What is known of these wallets, of these accounts and of the wallets they belong to. Strongly consistent. Deleted
 * wallets are known for 45 days more.
 * @throws what the table throws.
 */
export async function lookUp(
  table: Table,
  walletIds: readonly string[],
  accountIds: readonly string[],
): Promise<Found> {
  const first = await table.get([...walletIds.map(directoryKey), ...accountIds.map(accountKey)]);
  const owners = accountIds.flatMap((accountId) => {
    const walletId = first(accountKey(accountId))?.walletId;
    return typeof walletId === 'string' ? [[accountId, walletId] as const] : [];
  });
  const asked = new Set(walletIds);
  const others = [...new Set(owners.map(([, walletId]) => walletId))].filter((id) => !asked.has(id));
  const second = others.length > 0 ? await table.get(others.map(directoryKey)) : null;
  const rows = [
    ...walletIds.map((id) => [id, first(directoryKey(id))] as const),
    ...others.map((id) => [id, second?.(directoryKey(id)) ?? null] as const),
  ];
  return {
    identities: Object.fromEntries(rows.map(([id, row]) => [id, textsIn(row, IDENTITY)])),
    identityDates: Object.fromEntries(rows.map(([id, row]) => [id, textsIn(row, IDENTITY_DATE)])),
    wallets: Object.fromEntries(owners),
  };
}
