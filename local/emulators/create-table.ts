import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';

const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });

const keys = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' as const },
  { AttributeName: range, KeyType: 'RANGE' as const },
];

/** Makes an empty table as the stack's is (`lib/state-table.ts`), with its index of what is due. */
export async function createTable(client: DynamoDBClient, name: string): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'dueShard', 'dueAt'].map(attribute),
      KeySchema: keys('pk', 'sk'),
      GlobalSecondaryIndexes: [
        { IndexName: 'due', KeySchema: keys('dueShard', 'dueAt'), Projection: { ProjectionType: 'ALL' } },
      ],
    }),
  );
}
