import { RemovalPolicy } from 'aws-cdk-lib';
import { DataIdentifier, DataProtectionPolicy, LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Operations } from '../functions/connectors/config-schema';
import type { Encryption } from './encryption';

/** What never stands in a log line by design (the logger has an allow-list), and is masked if it ever does. */
const MASKED = [
  DataIdentifier.EMAILADDRESS,
  DataIdentifier.IPADDRESS,
  DataIdentifier.AWSSECRETKEY,
  DataIdentifier.PHONENUMBER_DE,
  DataIdentifier.PHONENUMBER_ES,
  DataIdentifier.PHONENUMBER_FR,
  DataIdentifier.PHONENUMBER_GB,
  DataIdentifier.PHONENUMBER_IT,
  DataIdentifier.PHONENUMBER_US,
];

export interface LogStoreProps {
  readonly operations: Operations;
  readonly encryption: Encryption;
  /** Only where AWS demands a name; @default CloudFormation makes one. */
  readonly name?: string;
}

/** A log group with retention and data protection. It outlives the stack: log lines are the evidence of rewards issued. */
export class LogStore extends LogGroup {
  constructor(scope: Construct, id: string, props: LogStoreProps) {
    super(scope, id, {
      retention: props.operations.logRetentionDays,
      encryptionKey: props.encryption.key,
      dataProtectionPolicy: new DataProtectionPolicy({
        name: 'personal-data',
        description: 'Second net: masks what the logger lets through by mistake',
        identifiers: MASKED,
      }),
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      ...(props.name && { logGroupName: props.name }),
    });
  }
}
