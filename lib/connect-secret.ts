import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Encryption } from './encryption';
import { accept } from './exceptions';

export interface ConnectSecretProps {
  /** What it is for, shown in the Secrets Manager console. */
  readonly description: string;
  /** An existing secret; @default one is created, without a value. */
  readonly secretName?: string | undefined;
  readonly encryption: Encryption;
}

/**
 * A secret that people fill in later: it is created without a value, since whatever stands in a template is no secret, and
 * a generated value would look as if it were set up. It outlives the stack.
 */
export class ConnectSecret extends Construct {
  /** Name or ARN, as the functions and the AWS CLI take it. */
  readonly secretId: string;
  private readonly resource: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ConnectSecretProps,
  ) {
    super(scope, id);
    if (props.secretName) {
      this.secretId = props.secretName;
      // Secrets Manager ends an ARN with six characters of its own.
      this.resource = Stack.of(this).formatArn({
        service: 'secretsmanager',
        resource: 'secret',
        resourceName: `${props.secretName}-??????`,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      });
      return;
    }
    const secret = new CfnSecret(this, 'Secret', {
      description: props.description,
      kmsKeyId: props.encryption.key?.keyArn,
    });
    secret.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    accept(secret, {
      'AwsSolutions-SMG4':
        'The values are keys of Eagle Eye and of the platforms: only their consoles can issue new ones, so no function could rotate them. Two External Keys are valid at a time, and docs/deploying.md says how to change one.',
    });
    this.secretId = this.resource = secret.ref;
  }

  /** Permission to read it. */
  allowRead(): PolicyStatement[] {
    return [
      new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [this.resource] }),
      ...this.props.encryption.readSecret(),
    ];
  }
}
