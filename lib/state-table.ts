import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Encryption } from './encryption';

export type TableAction = 'BatchGetItem' | 'BatchWriteItem' | 'PutItem' | 'UpdateItem' | 'Query';

/** The one table: what was delivered, who is who, rewards, subscriptions that are due. It outlives the stack. */
export class StateTable extends Construct {
  readonly table: Table;

  constructor(
    scope: Construct,
    id: string,
    private readonly encryption: Encryption,
  ) {
    super(scope, id);
    this.table = new Table(this, 'State', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      timeToLiveAttribute: 'expiresAt',
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      // Even when the first deployment fails: a protected table could not be rolled back.
      removalPolicy: RemovalPolicy.RETAIN,
      ...(encryption.key
        ? { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: encryption.key }
        : { encryption: TableEncryption.DEFAULT }),
    });
    this.table.addGlobalSecondaryIndex({
      indexName: 'due',
      partitionKey: { name: 'dueShard', type: AttributeType.STRING },
      sortKey: { name: 'dueAt', type: AttributeType.STRING },
    });
  }

  /** Permission for these actions on the rows, and no others. */
  allow(...actions: TableAction[]): PolicyStatement[] {
    return [
      new PolicyStatement({
        actions: actions.map((action) => `dynamodb:${action}`),
        resources: [this.table.tableArn],
      }),
      ...this.encryption.useTable(),
    ];
  }

  /** Permission to ask the index which subscriptions are due. */
  allowDue(): PolicyStatement[] {
    return [
      new PolicyStatement({ actions: ['dynamodb:Query'], resources: [`${this.table.tableArn}/index/due`] }),
      ...this.encryption.useTable(),
    ];
  }
}
