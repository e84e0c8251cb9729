// What was deployed, asked of each service and compared with the template that it was made from.
import assert from 'node:assert/strict';
import { GetResourcesCommand } from '@aws-sdk/client-api-gateway';
import { DescribeTableCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { GetFunctionConfigurationCommand, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { DescribeSecretCommand } from '@aws-sdk/client-secrets-manager';
import { GetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { outputName } from '../../lib/output-names.ts';
import { ofType } from './template.mjs';

/** Properties of the resource that an output refers to. */
const behind = ({ template }, output) => template.Resources[template.Outputs[output].Value.Ref].Properties;

async function queueAttributes({ sqs }, url) {
  const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] });
  return (await sqs.send(command)).Attributes;
}

async function checkQueues(emulator, stack, { id }) {
  const [name, deadName] = [
    outputName('Connector', id, 'Queue'),
    outputName('Connector', id, 'DeadLetterQueue'),
  ];
  const [queue, dead] = await Promise.all(
    [name, deadName].map((output) => queueAttributes(emulator, stack.outputs[output])),
  );
  for (const [attributes, output] of [
    [queue, name],
    [dead, deadName],
  ]) {
    const wanted = behind(stack, output);
    assert.equal(attributes.FifoQueue, 'true', `${output} is a FIFO queue`);
    for (const property of [
      'MessageRetentionPeriod',
      'MaximumMessageSize',
      'DeduplicationScope',
      'FifoThroughputLimit',
    ])
      assert.equal(attributes[property], String(wanted[property]), `${output}: ${property}`);
  }
  const wanted = behind(stack, name);
  assert.equal(queue.VisibilityTimeout, String(wanted.VisibilityTimeout), `${name}: VisibilityTimeout`);
  const redrive = JSON.parse(queue.RedrivePolicy);
  assert.equal(redrive.deadLetterTargetArn, dead.QueueArn, `${name} redrives to ${deadName}`);
  assert.equal(redrive.maxReceiveCount, wanted.RedrivePolicy.maxReceiveCount, `${name}: maxReceiveCount`);
  return `queues of ${id}: FIFO, redriven to its dead-letter queue after ${redrive.maxReceiveCount} receives`;
}

/** moto's CloudFormation passes over time to live and point-in-time recovery; test/lib looks at those. */
async function checkTable({ dynamodb }, { outputs: { TableName }, template }) {
  const [[, { Properties: wanted }]] = ofType(template, 'AWS::DynamoDB::Table');
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
  assert.deepEqual(Table.KeySchema, wanted.KeySchema, 'the key of the table');
  assert.equal(Table.BillingModeSummary.BillingMode, wanted.BillingMode, 'the billing mode of the table');
  assert.equal(Table.DeletionProtectionEnabled, true, 'the table is protected from deletion');
  const Item = { pk: { S: 'ci' }, sk: { S: 'ci' }, dueShard: { S: '0' }, dueAt: { S: '2026-01-01' } };
  await dynamodb.send(new PutItemCommand({ TableName, Item }));
  const { Count } = await dynamodb.send(
    new QueryCommand({
      TableName,
      IndexName: 'due',
      KeyConditionExpression: 'dueShard = :shard AND dueAt < :now',
      ExpressionAttributeValues: { ':shard': { S: '0' }, ':now': { S: '2026-01-02' } },
    }),
  );
  assert.equal(Count, 1, 'the index "due" finds a row that is due');
  return 'table: its key, protected from deletion, the index "due" finds what is due';
}

async function checkSecrets({ secretsManager }, { secrets, outputs }) {
  for (const SecretId of Object.values(secrets))
    await secretsManager.send(new DescribeSecretCommand({ SecretId }));
  const told = Object.keys(outputs).filter((output) => output.endsWith('Secret'));
  const arns = new Set(Object.values(secrets));
  for (const output of told) assert.ok(arns.has(outputs[output]), `${output} is a secret`);
  return `${arns.size} secrets, each told by an output: ${told.join(', ')}`;
}

const mapIn = (variable) => JSON.parse(variable ?? '{}');

/** Every queue, secret and table that a function is told of has to be one that an output tells too. */
function checkVariables(id, variables, { outputs }) {
  const told = [
    ...['TABLE_NAME', 'QUEUE_URL', 'DEAD_LETTER_QUEUE_URL', 'SECRET_ID'].map((name) => variables[name]),
    ...Object.values(mapIn(variables.QUEUES)).map((name) => `${variables.QUEUE_URL_BASE}/${name}`),
    ...Object.values(mapIn(variables.SECRETS)),
  ].filter((each) => each !== undefined);
  const there = new Set(Object.values(outputs));
  for (const each of told) assert.ok(there.has(each), `${id} is told of ${each}, which is not there`);
  return Object.keys(mapIn(variables.QUEUES));
}

async function checkFunctions({ lambda }, stack, connectors) {
  const filled = [];
  const functions = ofType(stack.template, 'AWS::Lambda::Function');
  for (const [id, { Properties: wanted }] of functions) {
    const found = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: stack.ids[id] }));
    for (const property of ['Handler', 'Runtime', 'MemorySize', 'Timeout'])
      assert.equal(found[property], wanted[property], `${id}: ${property}`);
    const variables = found.Environment.Variables;
    const names = Object.keys(wanted.Environment.Variables);
    assert.deepEqual(Object.keys(variables).sort(), names.sort(), `variables of ${id}`);
    filled.push(...checkVariables(id, variables, stack));
  }
  for (const { id } of connectors) assert.ok(filled.includes(id), `a function fills the queue of ${id}`);
  return `${functions.length} functions: handler, runtime, memory; the table, queues and secrets of their variables exist`;
}

async function checkSources(emulator, stack, connectors) {
  const { EventSourceMappings } = await emulator.lambda.send(new ListEventSourceMappingsCommand({}));
  for (const { id } of connectors) {
    const { QueueArn } = await queueAttributes(emulator, stack.outputs[outputName('Connector', id, 'Queue')]);
    const read = EventSourceMappings.filter(({ EventSourceArn }) => EventSourceArn === QueueArn);
    assert.equal(read.length, 1, `one function reads the queue of ${id}`);
    const name = read[0].FunctionArn.split(':')[6];
    const { Environment } = await emulator.lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: name }),
    );
    assert.equal(
      Environment.Variables.CONNECTOR_ID,
      id,
      `the function that reads the queue of ${id} is its own`,
    );
  }
  return `${connectors.length} queues, each read by its own connector's function`;
}

async function checkTopic({ sns }, { outputs: { AlarmTopic }, template, ids }) {
  const [topic] = ofType(template, 'AWS::SNS::Topic');
  if (!topic) return 'alarm topic: one that was there before';
  const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn: AlarmTopic }));
  const key = ids[topic[1].Properties.KmsMasterKeyId?.['Fn::GetAtt']?.[0]];
  assert.ok(Attributes.KmsMasterKeyId.endsWith(`key/${key}`), "the alarms' topic has this stack's key");
  return "alarm topic: there, under this stack's key";
}

async function checkApi({ apiGateway }, { template, ids }) {
  const [[id]] = ofType(template, 'AWS::ApiGateway::RestApi');
  const { items } = await apiGateway.send(new GetResourcesCommand({ restApiId: ids[id], limit: 500 }));
  const routes = items.flatMap(({ path, resourceMethods = {} }) =>
    Object.keys(resourceMethods).map((method) => `${method} ${path}`),
  );
  assert.equal(
    routes.length,
    ofType(template, 'AWS::ApiGateway::Method').length,
    'every method has its address',
  );
  return `API: ${routes.sort().join(', ')}`;
}

function checkOutputs({ template, outputs }, connectors) {
  const names = Object.keys(template.Outputs);
  assert.deepEqual(Object.keys(outputs).sort(), names.sort(), 'names of the outputs');
  for (const name of names)
    assert.match(outputs[name] ?? '', /^(?!.*(None|undefined|left-out)).+$/, `${name} has a value`);
  for (const { id } of connectors)
    for (const what of ['Url', 'Secret', 'Queue', 'DeadLetterQueue'])
      assert.ok(
        names.includes(outputName('Connector', id, what)),
        `there is an output ${outputName('Connector', id, what)}`,
      );
  return `${names.length} outputs, each with a value`;
}

/** @returns a line for each thing that was looked at. @throws AssertionError that says what is not as it should be. */
export async function checkResources(emulator, stack, { connectors }) {
  return [
    checkOutputs(stack, connectors),
    ...(await Promise.all(connectors.map((connector) => checkQueues(emulator, stack, connector)))),
    await checkTable(emulator, stack),
    await checkSecrets(emulator, stack),
    await checkFunctions(emulator, stack, connectors),
    await checkSources(emulator, stack, connectors),
    await checkApi(emulator, stack),
    await checkTopic(emulator, stack),
  ];
}
