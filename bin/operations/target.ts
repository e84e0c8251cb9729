import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Config } from '../../functions/connectors/config';
import type { Options } from './command-line';

/** Where a running installation keeps one connector's messages. */
export interface ConnectorQueues {
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
}

/** A running installation that an operator's command works on: a stack in AWS, or the local run. */
export interface Target {
  /** For messages: `stack EeConnect-prod` or `the local run`. */
  readonly name: string;
  /** What it should be running; locally what it runs. */
  readonly config: Config;
  /** Without a slash at its end. */
  readonly apiUrl: string;
  readonly tableName: string;
  /** By connector id. */
  readonly queues: Readonly<Record<string, ConnectorQueues>>;
  /** By connector id, `feed/<id>` and `air`: name or ARN. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly sqs: SQSClient;
  readonly dynamodb: DynamoDBClient;
  readonly secretsManager: SecretsManagerClient;
}

/** The options that choose a target, the same for every command that needs one. */
export const TARGET_OPTIONS = {
  local: { type: 'boolean', help: 'the local run of this machine: npm start' },
  stack: {
    type: 'string',
    value: 'NAME',
    help: 'a stack in AWS, in the account and region of the credentials; default: $EE_STACK',
  },
} as const satisfies Options;
export const TARGET_USAGE = '[--local | --stack NAME]';

/** The stack that is meant: what the shell was told once holds where the command says nothing else. */
export function stackOf(options: { readonly local?: boolean; readonly stack?: string }): string | undefined {
  if (options.local) return options.stack;
  return options.stack ?? (process.env.EE_STACK || undefined);
}
