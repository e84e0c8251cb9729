import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { REWARD_PARTITION, REWARD_ROW } from '../../functions/connectors/keys';
import type { RewardRecord } from '../../functions/delivery/rewards/record';

/** A reward's row with its key in the table. */
export type RewardRow = RewardRecord & { readonly pk: string; readonly sk: string };

/** Every reward's record, in no order. Reads the whole table: for an operator's command, not for a function. */
export async function* rewardRows(
  client: Pick<DynamoDBClient, 'send'>,
  tableName: string,
): AsyncGenerator<RewardRow> {
  let from: Record<string, never> | undefined;
  do {
    const answer = await client.send(
      new ScanCommand({
        TableName: tableName,
        FilterExpression: 'sk = :reward AND begins_with(pk, :rewards)',
        ExpressionAttributeValues: { ':reward': { S: REWARD_ROW }, ':rewards': { S: REWARD_PARTITION } },
        ExclusiveStartKey: from,
      }),
    );
    for (const item of answer.Items ?? []) yield unmarshall(item) as RewardRow;
    from = answer.LastEvaluatedKey as Record<string, never> | undefined;
  } while (from);
}
