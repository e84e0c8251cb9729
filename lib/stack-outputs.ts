import { CfnOutput } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { connectorPath, feedPath } from '../functions/connectors/addresses';
import type { ConnectSecret } from './connect-secret';
import type { ConnectorDelivery } from './connector-delivery';
import type { CustomDomain } from './custom-domain';
import type { Monitoring } from './monitoring';
import { type OutputOf, outputName } from './output-names';
import type { StateTable } from './state-table';

export interface StackParts {
  readonly api: RestApi;
  readonly domain: CustomDomain | undefined;
  readonly state: StateTable;
  readonly airSecret: ConnectSecret;
  readonly feeds: ReadonlyMap<string, ConnectSecret>;
  readonly connectors: readonly ConnectorDelivery[];
  readonly monitoring: Monitoring;
}

/** What the integrator needs next: the addresses to hand out, the secrets to fill in, the queues to look at. */
export function addOutputs(stack: Construct, parts: StackParts): void {
  const scope = new Construct(stack, 'Outputs');
  const tell = (name: string, value: string, description: string) =>
    new CfnOutput(scope, name, { value, description }).overrideLogicalId(name);
  // Both end in a slash.
  const base = parts.domain ? `https://${parts.domain.hostName}/` : parts.api.url;
  const at = (path: string) => base + path.slice(1);
  tell('ApiUrl', base, 'The API; /status behind it answers without a key');
  if (parts.domain)
    tell('CustomDomainTarget', parts.domain.target, 'Point the CNAME of the custom domain to this');
  tell('TableName', parts.state.table.tableName, 'The DynamoDB table');
  tell('AirSecret', parts.airSecret.secretId, 'Put the client id and secret of the AIR API here');
  tell('AlarmTopic', parts.monitoring.topic.topicArn, 'The SNS topic of the alarms');
  tell('Dashboard', parts.monitoring.dashboard.dashboardName, 'The CloudWatch dashboard');
  for (const [feed, secret] of parts.feeds) {
    tell(outputName('Feed', feed, 'Url'), at(feedPath(feed)), `AIR posts the feed ${feed} here`);
    tell(outputName('Feed', feed, 'Secret'), secret.secretId, `Put the External Keys of ${feed} here`);
  }
  for (const { connector, secret, queues } of parts.connectors) {
    const { id, direction } = connector;
    const caller = direction === 'inbound' ? connector.platform : 'AIR';
    const named = (what: OutputOf) => outputName('Connector', id, what);
    tell(named('Url'), at(connectorPath(connector)), `${caller} posts to ${id} here`);
    tell(named('Secret'), secret.secretId, `Put the keys of ${id} here`);
    tell(named('Queue'), queues.queue.queueUrl, `Messages of ${id}`);
    tell(named('DeadLetterQueue'), queues.deadLetters.queueUrl, `What ${id} could not deliver`);
  }
}
