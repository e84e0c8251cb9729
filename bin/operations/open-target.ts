import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { AWS_CREDENTIALS, REGION } from '../../local/emulators/aws';
import { readState } from '../../local/state-file';
import { CommandError } from './command-error';
import { stackOf, type Target } from './target';

/**
 * The installation that a command works on: `--local`, or the stack in the account and region of the AWS credentials.
 * @throws CommandError when it cannot be found.
 */
export async function openTarget(options: {
  local?: boolean;
  stack?: string;
  config?: string;
}): Promise<Target> {
  const stack = stackOf(options);
  if (options.local && stack) throw new CommandError('expected either --local or --stack, not both');
  if (options.local) return localTarget();
  if (!stack)
    throw new CommandError(
      'say where: --local for the local run, --stack NAME (or once: export EE_STACK=NAME) for a stack in AWS',
    );
  const { stackTarget } = await import('./stack-target');
  return stackTarget(stack, options.config);
}

function localTarget(): Target {
  const state = readState();
  if (!state) throw new CommandError('no local run is there: start one with npm start in another terminal');
  const common = { region: REGION, credentials: AWS_CREDENTIALS };
  return {
    name: 'the local run',
    config: state.config,
    apiUrl: state.apiUrl,
    tableName: state.tableName,
    queues: state.queues,
    secrets: state.secrets,
    sqs: new SQSClient({ ...common, endpoint: state.endpoints.sqs, useQueueUrlAsEndpoint: false }),
    dynamodb: new DynamoDBClient({ ...common, endpoint: state.endpoints.table }),
    secretsManager: new SecretsManagerClient({ ...common, endpoint: state.endpoints.secrets }),
  };
}
