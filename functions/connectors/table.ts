import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { Gathered } from './gathered';
import { untilProcessed } from './until-processed';

/** Every row has these; `expiresAt` (epoch seconds) is the table's TTL attribute, and a row past it counts as absent. */
export interface Row {
  readonly pk: string;
  readonly sk: string;
  readonly expiresAt?: number;
  readonly [attribute: string]: unknown;
}
export type Key = Pick<Row, 'pk' | 'sk'>;

/** A DynamoDB condition or update in its own words; `values` are plain and are marshalled here. */
export interface Expression {
  readonly expression: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
}

/** The most that one BatchGetItem and one BatchWriteItem take. */
const BATCH = 100;
const WRITE_BATCH = 25;
const options = { removeUndefinedValues: true };
const rowId = (key: Key) => `${key.pk}\n${key.sk}`;
/** The last of each key: no batch call takes one twice. */
const distinct = <T extends Key>(keys: readonly T[]): T[] => [
  ...new Map(keys.map((key) => [rowId(key), key])).values(),
];

async function inBatches<T>(
  all: readonly T[],
  size: number,
  work: (batch: T[]) => Promise<void>,
): Promise<void> {
  const count = Math.ceil(all.length / size);
  await Promise.all(
    Array.from({ length: count }, (_, index) => work(all.slice(index * size, (index + 1) * size))),
  );
}

/** The one table (docs/state.md lists its rows). Reads are strongly consistent; nothing here needs more than single-item writes. */
export class Table {
  private readonly reads = new Gathered((keys: readonly Key[]) => this.getNow(keys));
  private readonly writes = new Gathered((rows: readonly Row[]) => this.putNow(rows));

  constructor(
    private readonly client: DynamoDBClient,
    private readonly name: string,
    private readonly nowSeconds: () => number = () => Date.now() / 1000,
  ) {}

  /** The rows that exist. What is asked for at the same time is asked in one call, up to 100 rows each. */
  async get(keys: readonly Key[]): Promise<(key: Key) => Row | null> {
    const rows = keys.length > 0 ? await this.reads.add(keys) : null;
    return (key) => this.alive(rows?.get(rowId(key)));
  }

  private async getNow(keys: readonly Key[]): Promise<ReadonlyMap<string, Row>> {
    const rows = new Map<string, Row>();
    await inBatches(distinct(keys), BATCH, async (batch) => {
      const all = batch.map(({ pk, sk }) => marshall({ pk, sk }));
      await untilProcessed(all, async (Keys) => {
        const answer = await this.client.send(
          new BatchGetItemCommand({ RequestItems: { [this.name]: { Keys, ConsistentRead: true } } }),
        );
        for (const item of answer.Responses?.[this.name] ?? []) {
          const row = unmarshall(item) as Row;
          rows.set(rowId(row), row);
        }
        return answer.UnprocessedKeys?.[this.name]?.Keys ?? [];
      });
    });
    return rows;
  }

  /** @returns false when the condition did not hold. */
  async put(row: Row, condition?: Expression): Promise<boolean> {
    return this.conditionally(() =>
      this.client.send(
        new PutItemCommand({
          TableName: this.name,
          Item: marshall(row, options),
          ...(condition && {
            ConditionExpression: condition.expression,
            ExpressionAttributeNames: condition.names,
            ExpressionAttributeValues: condition.values && marshall(condition.values, options),
          }),
        }),
      ),
    );
  }

  /**
   * Writes rows over what stands there; of the same key the last. What is written at the same time is written in one
   * call, up to 25 rows each.
   */
  async putAll(rows: readonly Row[]): Promise<void> {
    if (rows.length > 0) await this.writes.add(rows);
  }

  private async putNow(rows: readonly Row[]): Promise<void> {
    await inBatches(distinct(rows), WRITE_BATCH, async (batch) => {
      const all = batch.map((row) => ({ PutRequest: { Item: marshall(row, options) } }));
      await untilProcessed(all, async (pending) => {
        const answer = await this.client.send(
          new BatchWriteItemCommand({ RequestItems: { [this.name]: pending } }),
        );
        return (answer.UnprocessedItems?.[this.name] ?? []) as typeof pending;
      });
    });
  }

  /** @returns the row after the update, or null when the condition did not hold. */
  async update(key: Key, update: Expression & { readonly condition?: string }): Promise<Row | null> {
    let after: Row | null = null;
    const held = await this.conditionally(async () => {
      const answer = await this.client.send(
        new UpdateItemCommand({
          TableName: this.name,
          Key: marshall({ pk: key.pk, sk: key.sk }),
          UpdateExpression: update.expression,
          ConditionExpression: update.condition,
          ExpressionAttributeNames: update.names,
          ExpressionAttributeValues: update.values && marshall(update.values, options),
          ReturnValues: 'ALL_NEW',
        }),
      );
      after = answer.Attributes ? (unmarshall(answer.Attributes) as Row) : null;
    });
    return held ? after : null;
  }

  async delete(key: Key): Promise<void> {
    await this.client.send(
      new DeleteItemCommand({ TableName: this.name, Key: marshall({ pk: key.pk, sk: key.sk }) }),
    );
  }

  /** The rows of one partition whose sort key starts so; all of them for an empty text. */
  async query(pk: string, skPrefix: string): Promise<Row[]> {
    return this.pages({
      // A key is never compared with an empty text: DynamoDB refuses that.
      KeyConditionExpression: skPrefix === '' ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :sk)',
      ExpressionAttributeValues: marshall({ ':pk': pk, ...(skPrefix !== '' && { ':sk': skPrefix }) }),
      ConsistentRead: true,
    });
  }

  /**
   * The subscriptions of one shard that are due up to a time, the oldest first, from the sparse index `due` (`dueShard`,
   * `dueAt`); not many more than `most`.
   */
  async due(shard: string, untilIso: string, most = Number.POSITIVE_INFINITY): Promise<Row[]> {
    const query = {
      IndexName: 'due',
      KeyConditionExpression: 'dueShard = :shard AND dueAt <= :until',
      ExpressionAttributeValues: marshall({ ':shard': shard, ':until': untilIso }),
    };
    return this.pages(Number.isFinite(most) ? { ...query, Limit: most } : query, most);
  }

  private async pages(
    query: Omit<ConstructorParameters<typeof QueryCommand>[0], 'TableName'>,
    most = Number.POSITIVE_INFINITY,
  ): Promise<Row[]> {
    const rows: Row[] = [];
    let from: Awaited<ReturnType<DynamoDBClient['send']>> | undefined;
    do {
      const answer = await this.client.send(
        new QueryCommand({ ...query, TableName: this.name, ExclusiveStartKey: from as never }),
      );
      rows.push(...(answer.Items ?? []).map((item) => unmarshall(item) as Row));
      from = answer.LastEvaluatedKey as never;
    } while (from && rows.length < most);
    return rows.filter((row) => this.alive(row) !== null);
  }

  private alive(row: Row | undefined): Row | null {
    if (!row) return null;
    return row.expiresAt !== undefined && row.expiresAt <= this.nowSeconds() ? null : row;
  }

  private async conditionally(write: () => Promise<unknown>): Promise<boolean> {
    try {
      await write();
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
}
