import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import type { Config } from '../../functions/connectors/config';
import { outputName } from '../../lib/output-names';
import { CommandError } from './command-error';

/** Outputs of a deployed stack, by name. */
export type Outputs = ReadonlyMap<string, string>;

/** @throws CommandError when there is no such stack, or it may not be read. */
export async function outputsOf(stack: string): Promise<Outputs> {
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

/** A connector as the outputs tell it. Its id is lost in their names: `braze-news` became `BrazeNews`. */
export interface DeployedConnector {
  /** Start of its outputs' names: `ConnectorBrazeNews`. */
  readonly prefix: string;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
}

/** Every connector that is deployed, whether or not the configuration still has it. */
export function deployedConnectors(outputs: Outputs): DeployedConnector[] {
  return [...outputs.keys()].flatMap((name) => {
    const prefix = /^(Connector.+)Url$/.exec(name)?.[1];
    if (prefix === undefined) return [];
    const queueUrl = outputs.get(`${prefix}Queue`);
    const deadLetterQueueUrl = outputs.get(`${prefix}DeadLetterQueue`);
    return queueUrl !== undefined && deadLetterQueueUrl !== undefined
      ? [{ prefix, queueUrl, deadLetterQueueUrl }]
      : [];
  });
}

/** What a connector's outputs begin with. */
export const connectorPrefix = (id: string): string => outputName('Connector', id, 'Url').replace(/Url$/, '');

/** The configuration without the feeds and connectors that are not deployed yet. */
export function deployedPart<C extends Config>(config: C, outputs: Outputs): C {
  return {
    ...config,
    feeds: config.feeds.filter(({ id }) => outputs.has(outputName('Feed', id, 'Url'))),
    connectors: config.connectors.filter(({ id }) => outputs.has(outputName('Connector', id, 'Url'))),
  };
}
