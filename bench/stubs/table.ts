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
