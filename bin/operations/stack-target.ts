import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { readConfigFile } from '../../lib/config-file';
import { outputName } from '../../lib/output-names';
import { CommandError } from './failure';
import type { ConnectorQueues, Target } from './target';

/** Reads the outputs of a deployed stack. */
async function outputsOf(stack: string): Promise<Map<string, string>> {
  try {
    const answer = await new CloudFormationClient({}).send(new DescribeStacksCommand({ StackName: stack }));
    const outputs = answer.Stacks?.[0]?.Outputs ?? [];
    return new Map(outputs.map((output) => [output.OutputKey ?? '', output.OutputValue ?? '']));
  } catch (error) {
    throw new CommandError(
      `the stack ${stack} cannot be read (${error instanceof Error ? error.message : 'no answer'}): check the name, the region and the AWS credentials`,
    );
  }
}

/**
 * A stack in AWS, by its outputs; the configuration says which connectors it should have.
 * @throws CommandError
 */
export async function stackTarget(stack: string, configFile = 'connectors.json'): Promise<Target> {
  const config = readConfigFile(configFile);
  const outputs = await outputsOf(stack);
  const of = (name: string): string => {
    const value = outputs.get(name);
    if (value === undefined)
      throw new CommandError(
        `the stack ${stack} has no output ${name}: is it deployed from this configuration?`,
      );
    return value;
  };
  const queues: Record<string, ConnectorQueues> = {};
  const secrets: Record<string, string> = { air: of('AirSecret') };
  for (const { id } of config.connectors) {
    queues[id] = {
      queueUrl: of(outputName('Connector', id, 'Queue')),
      deadLetterQueueUrl: of(outputName('Connector', id, 'DeadLetterQueue')),
    };
    secrets[id] = of(outputName('Connector', id, 'Secret'));
  }
  for (const { id } of config.feeds) secrets[`feed/${id}`] = of(outputName('Feed', id, 'Secret'));
  return {
    name: `stack ${stack}`,
    apiUrl: of('ApiUrl').replace(/\/$/, ''),
    tableName: of('TableName'),
    queues,
    secrets,
    sqs: new SQSClient({}),
    dynamodb: new DynamoDBClient({}),
    secretsManager: new SecretsManagerClient({}),
  };
}
