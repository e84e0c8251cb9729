import { Aws } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

type Service = 'sqs' | 'secretsmanager' | 'dynamodb';

/** The retailer's own KMS key, where there is one. Without it AWS owns the keys, and no function needs a KMS permission. */
export class Encryption {
  readonly key: IKey | undefined;

  constructor(scope: Construct, keyArn?: string) {
    this.key = keyArn ? Key.fromKeyArn(scope, 'CustomerKey', keyArn) : undefined;
  }

  /** What putting messages on a queue needs of the key; reading them needs the first of it. */
  send(): PolicyStatement[] {
    return this.via('sqs', ['kms:Decrypt', 'kms:GenerateDataKey']);
  }

  readSecret(): PolicyStatement[] {
    return this.via('secretsmanager', ['kms:Decrypt']);
  }

  useTable(): PolicyStatement[] {
    return this.via('dynamodb', [
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:Encrypt',
      'kms:GenerateDataKey',
      'kms:GenerateDataKeyWithoutPlaintext',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
    ]);
  }

  /** The key may be used only through the service that holds the data. */
  private via(service: Service, actions: string[]): PolicyStatement[] {
    if (!this.key) return [];
    return [
      new PolicyStatement({
        actions,
        resources: [this.key.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `${service}.${Aws.REGION}.${Aws.URL_SUFFIX}` } },
      }),
    ];
  }
}
