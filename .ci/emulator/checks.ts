import { deepStrictEqual } from 'node:assert';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { idsOf, type Template } from './template';

type Physical = ReadonlyMap<string, string>;

const physical = (ids: Physical, id: string): string => {
  const found = ids.get(id);
  if (!found) throw new Error(`${id} was not made`);
  return found;
};

/** Each queue as the template has it: FIFO, kept for so long, and the delivery queues with their dead-letter queue. */
export async function checkQueues(template: Template, ids: Physical): Promise<string> {
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
  const queues = idsOf(template, 'AWS::SQS::Queue');
  const attributesOf = async (id: string) =>
    (await sqs.send(new GetQueueAttributesCommand({ QueueUrl: physical(ids, id), AttributeNames: ['All'] })))
      .Attributes ?? {};
  for (const id of queues) {
    const { RedrivePolicy, MessageRetentionPeriod, FifoQueue } = await attributesOf(id);
    const wanted = template.Resources[id]?.Properties ?? {};
    deepStrictEqual([FifoQueue, Number(MessageRetentionPeriod)], ['true', wanted.MessageRetentionPeriod], id);
    const policy = wanted.RedrivePolicy as
      | { maxReceiveCount: number; deadLetterTargetArn: { 'Fn::GetAtt': [string] } }
      | undefined;
    if (!policy) continue;
    const { QueueArn } = await attributesOf(policy.deadLetterTargetArn['Fn::GetAtt'][0]);
    const { maxReceiveCount, deadLetterTargetArn } = JSON.parse(RedrivePolicy ?? '{}');
    deepStrictEqual(
      [Number(maxReceiveCount), deadLetterTargetArn],
      [policy.maxReceiveCount, QueueArn],
      `${id}: where its dead letters go`,
    );
  }
  return `${queues.length} FIFO queues, with their dead-letter queues`;
}

/** The table with its keys and its index; moto knows nothing of a template's time to live and recovery. */
export async function checkTable(template: Template, ids: Physical): Promise<string> {
  const client = new DynamoDBClient({});
  const [id = ''] = idsOf(template, 'AWS::DynamoDB::Table');
  const TableName = physical(ids, id);
  const wanted = template.Resources[id]?.Properties as {
    KeySchema: unknown;
    GlobalSecondaryIndexes: { IndexName: string }[];
  };
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  deepStrictEqual(Table?.KeySchema, wanted.KeySchema);
  deepStrictEqual(
    Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName),
    wanted.GlobalSecondaryIndexes.map(({ IndexName }) => IndexName),
  );
  return 'the table, with its keys and its index';
}

/** Each function, with every variable of its environment filled in. */
export async function checkFunctions(template: Template, ids: Physical): Promise<string> {
  const client = new LambdaClient({});
  const functions = idsOf(template, 'AWS::Lambda::Function');
  for (const id of functions) {
    const { Handler, Runtime, Environment } = await client.send(
      new GetFunctionConfigurationCommand({ FunctionName: physical(ids, id) }),
    );
    const wanted = template.Resources[id]?.Properties as {
      Handler: string;
      Runtime: string;
      Environment: { Variables: Record<string, unknown> };
    };
    deepStrictEqual([Handler, Runtime], [wanted.Handler, wanted.Runtime], id);
    const variables = Environment?.Variables ?? {};
    deepStrictEqual(Object.keys(variables).sort(), Object.keys(wanted.Environment.Variables).sort(), id);
    for (const [name, value] of Object.entries(variables))
      if (value === '' || value.includes('[object Object]')) throw new Error(`${id}: ${name} is empty`);
  }
  return `${functions.length} functions, with their environment`;
}

/** What was deployed before is still the very same thing, and nothing of it has gone. */
export function checkKept(template: Template, before: Physical, after: Physical): string {
  const kept = ['AWS::SQS::Queue', 'AWS::DynamoDB::Table', 'AWS::ApiGateway::RestApi'].flatMap((type) =>
    idsOf(template, type),
  );
  for (const id of kept)
    deepStrictEqual(after.get(id), physical(before, id), `${id} was replaced by the update`);
  return `an update with one more connector keeps the queues, the table and the API (${kept.length} resources)`;
}
