import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Config } from '../../functions/connectors/config';
import { feedAddress } from '../../functions/connectors/feed-address';
import { readConfigFile } from '../../lib/config-file';
import { outputName } from '../../lib/output-names';
import { CommandError } from './command-error';
import { type Outputs, outputsOf } from './stack-outputs';
import type { ConnectorQueues, Target } from './target';

/**
 * A stack in AWS, by its outputs; the configuration says which connectors it should have.
 * @throws CommandError
 */
export async function stackTarget(stack: string, configFile = 'connectors.json'): Promise<Target> {
  const config = readConfigFile(configFile);
  return targetOf(stack, await outputsOf(stack), config);
}

/** @throws CommandError for an output that is missing: then the stack was not deployed from this configuration. */
export function targetOf(stack: string, outputs: Outputs, config: Config): Target {
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
  for (const { id } of config.feeds) secrets[feedAddress(id)] = of(outputName('Feed', id, 'Secret'));
  return {
    name: `stack ${stack}`,
    config,
    apiUrl: of('ApiUrl').replace(/\/$/, ''),
    tableName: of('TableName'),
    queues,
    secrets,
    // Queue URLs name the public endpoint; who set another one (a VPC's, an emulator's) means it.
    sqs: new SQSClient({ useQueueUrlAsEndpoint: false }),
    dynamodb: new DynamoDBClient({}),
    secretsManager: new SecretsManagerClient({}),
  };
}
