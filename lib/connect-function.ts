import { Duration } from 'aws-cdk-lib';
import { type IRole, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  type CfnFunction,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Operations } from '../functions/connectors/config-schema';
import { NODE_OPTIONS } from '../functions/connectors/environment';
import { metricsNamespace } from './connect-metric';
import type { Encryption } from './encryption';
import { accept } from './exceptions';
import { LogStore } from './log-store';

/** What every function of the stack shares. */
export interface FunctionContext {
  readonly operations: Operations;
  readonly encryption: Encryption;
}

export interface ConnectFunctionProps extends FunctionContext {
  readonly description: string;
  /** Folder with `index.mjs` and the checked `connectors.json`, as it is deployed. */
  readonly folder: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
  /** All it may do, besides writing its own log and its traces. */
  readonly statements: readonly PolicyStatement[];
  /** Calls out through the subnets of `operations.egress`, where there are any. */
  readonly callsOut?: boolean;
}

/** One Lambda function: runtime, log, tracing and role are fixed here, once. */
export class ConnectFunction extends Construct {
  readonly lambda: LambdaFunction;
  readonly logs: LogStore;

  constructor(scope: Construct, id: string, props: ConnectFunctionProps) {
    super(scope, id);
    this.logs = new LogStore(this, 'Logs', props);
    const egress = props.callsOut ? props.operations.egress : undefined;
    this.lambda = new LambdaFunction(this, 'Function', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      // The source map lies beside the bundle, to read a stack trace with; switched on it takes a tenth of a cold start.
      code: Code.fromAsset(props.folder),
      handler: 'index.handler',
      memorySize: props.memoryMb,
      timeout: Duration.seconds(props.timeoutSeconds),
      role: this.role(props.statements, egress !== undefined),
      environment: {
        ...props.environment,
        METRICS_NAMESPACE: metricsNamespace(this),
        NODE_OPTIONS,
      },
      logGroup: this.logs,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      systemLogLevelV2: SystemLogLevel.INFO,
      tracing: Tracing.ACTIVE,
    });
    if (egress) (this.lambda.node.defaultChild as CfnFunction).vpcConfig = egress;
  }

  private role(statements: readonly PolicyStatement[], inNetwork: boolean): IRole {
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        access: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              resources: [this.logs.logGroupArn],
            }),
            new PolicyStatement({
              actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
              resources: ['*'],
            }),
            ...(inNetwork ? [networkInterfaces()] : []),
            ...statements,
          ],
        }),
      },
    });
    accept(role, {
      'AwsSolutions-IAM5[Resource::*]': inNetwork
        ? "X-Ray's two put actions and the network interfaces of a function in a VPC are not bound to a resource that exists beforehand."
        : "X-Ray's two put actions know no resources; nothing else in this policy has a wildcard.",
    });
    // The policy above is all there is: nothing that uses the function later may widen it.
    return role.withoutPolicyUpdates();
  }
}

/** What Lambda needs to put a function into a VPC (its developer guide, "Required IAM permissions"). */
function networkInterfaces(): PolicyStatement {
  return new PolicyStatement({
    actions: [
      'ec2:CreateNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:DeleteNetworkInterface',
      'ec2:AssignPrivateIpAddresses',
      'ec2:UnassignPrivateIpAddresses',
    ],
    resources: ['*'],
  });
}
