import { Stack } from 'aws-cdk-lib';
import type { CfnRestApi } from 'aws-cdk-lib/aws-apigateway';
import {
  AccessLogFormat,
  EndpointAccessMode,
  EndpointType,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  RestApi,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { ApiLogRole } from './api-log-role';
import type { FunctionContext } from './connect-function';
import { accept } from './exceptions';
import { addGatewayAnswers } from './gateway-answers';
import { LogStore } from './log-store';
import { API_STAGE } from './stage';

/** TLS 1.2 with forward secrecy, and 1.3. API Gateway's default endpoint would take TLS 1.0. */
export const TLS_POLICY = SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09;

/** Neither address, user agent, query nor header of the caller: of a request its way and its fate only. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  method: '$context.httpMethod',
  path: '$context.path',
  status: '$context.status',
  responseBytes: '$context.responseLength',
  latencyMs: '$context.responseLatency',
  functionLatencyMs: '$context.integration.latency',
  functionStatus: '$context.integration.integrationStatus',
  error: '$context.error.responseType',
  functionError: '$context.integration.error',
  firewallStatus: '$context.waf.status',
  tls: '$context.tlsVersion',
  trace: '$context.xrayTraceId',
};

export interface ConnectApiProps extends FunctionContext {
  /** Serves `/in` and `/status`. */
  readonly inbound: IFunction;
  /** Serves `/out`. */
  readonly outbound: IFunction;
}

/** The regional REST API. Everything is proxied as the bytes that were sent: signatures are made over those. */
export class ConnectApi extends Construct {
  readonly api: RestApi;

  constructor(scope: Construct, id: string, props: ConnectApiProps) {
    super(scope, id);
    const { operations } = props;
    const logs = new LogStore(this, 'AccessLogs', props);
    this.api = new RestApi(this, 'Api', {
      // A dimension of its metrics, so it tells the stages of one account apart.
      restApiName: Stack.of(this).stackName,
      description: 'EE Connect: platforms call /in, Eagle Eye AIR calls /out',
      endpointTypes: [EndpointType.REGIONAL],
      binaryMediaTypes: ['*/*'],
      cloudWatchRole: false,
      deployOptions: {
        stageName: API_STAGE,
        throttlingRateLimit: operations.apiThrottle.rate,
        throttlingBurstLimit: operations.apiThrottle.burst,
        accessLogDestination: new LogGroupLogDestination(logs),
        accessLogFormat: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
        loggingLevel: MethodLoggingLevel.OFF,
        dataTraceEnabled: false,
        tracingEnabled: true,
      },
    });
    // CDK adds an output of its own; the stack has ApiUrl.
    this.api.node.tryRemoveChild('Endpoint');
    const cfn = this.api.node.defaultChild as CfnRestApi;
    cfn.securityPolicy = TLS_POLICY;
    cfn.endpointAccessMode = EndpointAccessMode.STRICT;
    addGatewayAnswers(this.api);
    this.addRoutes(props);
    if (operations.apiGatewayLogRole === 'create')
      this.api.deploymentStage.node.addDependency(new ApiLogRole(this, 'LogRole'));
    accept(this.api, {
      'AwsSolutions-APIG2':
        'A signature is made over the bytes that were sent, and each platform has a body of its own: the receive functions check both, and answer 400 with the name of the field.',
      'AwsSolutions-APIG4':
        'The callers are machines with an External Key or a signature over the raw body, which only the function sees; /status needs none and tells nothing.',
      'AwsSolutions-COG4': 'The callers are machines: AIR and the platforms do not sign in with Cognito.',
      'AwsSolutions-APIG6':
        'Execution logs may show headers, and X-Auth-Token is a key. The access log has the status, latency and error of every request.',
    });
  }

  /** The variable has one name per level: API Gateway allows no two beside each other. */
  private addRoutes(props: ConnectApiProps): void {
    const inbound = new LambdaIntegration(props.inbound, { allowTestInvoke: false });
    const outbound = new LambdaIntegration(props.outbound, { allowTestInvoke: false });
    const { root } = this.api;
    root.addResource('status').addMethod('GET', inbound);
    const platform = root.addResource('in').addResource('{platform}');
    platform.addResource('status').addMethod('GET', inbound);
    platform.addResource('{connectorId}').addMethod('POST', inbound);
    const name = root.addResource('out').addResource('{name}');
    name.addMethod('POST', outbound);
    name.addResource('status').addMethod('GET', outbound);
    name.addResource('{connectorId}').addMethod('POST', outbound);
  }
}
