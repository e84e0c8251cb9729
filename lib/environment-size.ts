import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ConfigError } from '../functions/connectors/config-schema';
import { configFileOf } from './config-file';

/** Lambda allows 4 KB for all environment variables of a function together (its quotas page). */
const LIMIT_BYTES = 4096;
/** What the function construct adds by itself, and Lambda's own form around each variable. */
const RESERVE_BYTES = 200;
/** Longest values that AWS has today: `ap-southeast-1`, an account, `aws-us-gov`, `amazonaws.com.cn`. */
const PSEUDO: Readonly<Record<string, number>> = {
  'AWS::Region': 14,
  'AWS::AccountId': 12,
  'AWS::Partition': 10,
  'AWS::URLSuffix': 16,
};
/** A name that CloudFormation makes: stack's name, logical id, twelve characters, `.fifo`; SQS allows 80. */
const generatedName = (stack: Stack, logicalId: string) => stack.stackName.length + logicalId.length + 19;
/** `arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:` and the six characters behind the name. */
const ARN_BYTES = 72;

/**
 * Stops synth when the environment would be too large, since Lambda tells it only in the middle of a deployment. Values
 * that exist only then are taken at the longest they can be.
 * @throws ConfigError that says how many connectors there are and what to do.
 */
export function checkEnvironment(
  scope: Construct,
  environment: Readonly<Record<string, string>>,
  what: string,
): void {
  const stack = Stack.of(scope);
  const bytes = Object.entries(environment).reduce(
    (sum, [name, value]) => sum + name.length + deployedLength(stack, stack.resolve(value)),
    RESERVE_BYTES,
  );
  if (bytes > LIMIT_BYTES)
    throw new ConfigError(configFileOf(scope), [
      `connectors: ${what} need up to ${bytes} bytes of environment in the function that receives for them, and Lambda allows ${LIMIT_BYTES}; expected fewer, shorter ids, or another stack for some of them (-c stage=)`,
    ]);
}

/** Length of a resolved value once it is deployed; never less than the truth. */
function deployedLength(stack: Stack, value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  const [[intrinsic, argument] = []] = Object.entries(value as Record<string, unknown>);
  if (intrinsic === 'Fn::Join') {
    const [separator, parts] = argument as [string, unknown[]];
    return parts.reduce<number>((sum, part) => sum + separator.length + deployedLength(stack, part), 0);
  }
  if (intrinsic === 'Fn::GetAtt') {
    const [logicalId, attribute] = argument as [string, string];
    const name = generatedName(stack, logicalId);
    return attribute === 'QueueName' ? Math.min(80, name) : ARN_BYTES + name;
  }
  if (intrinsic === 'Ref') {
    const reference = argument as string;
    return PSEUDO[reference] ?? ARN_BYTES + generatedName(stack, reference);
  }
  throw new Error(`environment: cannot tell the length of ${intrinsic}`);
}
