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

/** The one table (docs/state.md lists its rows). Reads are strongly consistent; nothing here needs more than single-item writes. */
export class Table {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly name: string,
    private readonly nowSeconds: () => number = () => Date.now() / 1000,
  ) {}

  /** The rows that exist, by `pk\nsk`; in batches of 100, what DynamoDB left unprocessed is asked again. */
  async get(keys: readonly Key[]): Promise<(key: Key) => Row | null> {
    const rows = new Map<string, Row>();
    const wanted = [...new Map(keys.map((key) => [rowId(key), { pk: key.pk, sk: key.sk }])).values()];
    const batches = Array.from({ length: Math.ceil(wanted.length / BATCH) }, (_, index) =>
      wanted.slice(index * BATCH, (index + 1) * BATCH),
    );
    await Promise.all(
      batches.map(async (batch) => {
        let pending = batch.map((key) => marshall(key));
        while (pending.length > 0) {
          const answer = await this.client.send(
            new BatchGetItemCommand({
              RequestItems: { [this.name]: { Keys: pending, ConsistentRead: true } },
            }),
          );
          for (const item of answer.Responses?.[this.name] ?? []) {
            const row = unmarshall(item) as Row;
            rows.set(rowId(row), row);
          }
          pending = answer.UnprocessedKeys?.[this.name]?.Keys ?? [];
        }
      }),
    );
    return (key) => this.alive(rows.get(rowId(key)));
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

  /** Writes rows over what stands there, in batches of 25; what DynamoDB left unprocessed is sent again. No key twice. */
  async putAll(rows: readonly Row[]): Promise<void> {
    const batches = Array.from({ length: Math.ceil(rows.length / WRITE_BATCH) }, (_, index) =>
      rows.slice(index * WRITE_BATCH, (index + 1) * WRITE_BATCH),
    );
    await Promise.all(
      batches.map(async (batch) => {
        let pending = batch.map((row) => ({ PutRequest: { Item: marshall(row, options) } }));
        while (pending.length > 0) {
          const answer = await this.client.send(
            new BatchWriteItemCommand({ RequestItems: { [this.name]: pending } }),
          );
          pending = (answer.UnprocessedItems?.[this.name] ?? []) as typeof pending;
        }
      }),
    );
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
