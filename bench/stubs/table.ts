/** The points scheme that every connector of the bench has seen before: what AIR's samples call it matters little. */
const SCHEME = { schemeId: { S: 'a-scheme-of-the-bench' } };

type Key = Readonly<Record<string, { readonly S: string }>>;

interface BatchGet {
  readonly RequestItems: Readonly<Record<string, { readonly Keys: readonly Key[] }>>;
}

/** DynamoDB's answer for a table that has been in use: the connector's points scheme is known, this consumer is not. */
export function batchGet({ RequestItems }: BatchGet): unknown {
  const found = (keys: readonly Key[]) =>
    keys.filter(({ sk }) => sk?.S === 'SCHEME').map((key) => ({ ...key, ...SCHEME }));
  return {
    Responses: Object.fromEntries(
      Object.entries(RequestItems).map(([table, { Keys }]) => [table, found(Keys)]),
    ),
  };
}

/** How many rows a call of DynamoDB reads or writes: what is charged, whatever the number of calls. A query counts as one. */
export function rowsIn(operation: string, body: string): { readonly read: number; readonly written: number } {
  const items = (JSON.parse(body) as { RequestItems?: Record<string, unknown> }).RequestItems ?? {};
  const [item] = Object.values(items);
  if (operation === 'BatchGetItem') return { read: (item as { Keys: unknown[] }).Keys.length, written: 0 };
  if (operation === 'BatchWriteItem') return { read: 0, written: (item as unknown[]).length };
  return {
    read: operation === 'Query' ? 1 : 0,
    written: /^(Put|Update|Delete)Item$/.test(operation) ? 1 : 0,
  };
}
