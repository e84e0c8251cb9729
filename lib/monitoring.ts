import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Operations } from '../functions/connectors/config-schema';
import { feedAddress } from '../functions/connectors/feed-address';
import { AlarmTopic } from './alarm-topic';
import { Alarms } from './alarms';
import { addApiAlarms } from './api-alarms';
import type { ConnectFunction } from './connect-function';
import { addConnectorAlarms } from './connector-alarms';
import type { ConnectorDelivery } from './connector-delivery';
import { ConnectDashboard } from './dashboard';
import { addDirectoryAlarms } from './directory-alarms';
import { addFunctionAlarms } from './function-alarms';
import { SavedQueries } from './saved-queries';
import { addSecretAgeAlarm } from './secret-alarms';
import { TIMEOUT_SECONDS } from './sizes';

export interface MonitoringProps {
  readonly operations: Operations;
  readonly api: RestApi;
  readonly inboundReceive: ConnectFunction;
  readonly outboundReceive: ConnectFunction;
  readonly expiry: ConnectFunction;
  /** Ids. */
  readonly feeds: readonly string[];
  readonly connectors: readonly ConnectorDelivery[];
}

/** How the operator sees it: alarms, one page, saved queries. */
export class Monitoring extends Construct {
  readonly topic: ITopic;
  readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { operations, api, inboundReceive, outboundReceive, expiry, feeds, connectors } = props;
    const { thresholds } = operations;
    this.topic = new AlarmTopic(this, 'AlarmTopic', {
      topicArn: operations.alarmTopicArn,
      email: operations.alarmEmail,
    }).topic;
    const alarms = new Alarms(this.topic);
    addApiAlarms(alarms, api, thresholds);
    addFunctionAlarms(alarms, inboundReceive, 'inbound-receive', TIMEOUT_SECONDS.receive, thresholds);
    addFunctionAlarms(alarms, outboundReceive, 'outbound-receive', TIMEOUT_SECONDS.receive, thresholds);
    addFunctionAlarms(alarms, expiry, 'subscription-expiry', TIMEOUT_SECONDS.expiry, thresholds);
    const outbound = connectors.filter(({ connector }) => connector.direction === 'outbound');
    addDirectoryAlarms(alarms, outboundReceive, [
      ...outbound.map(({ connector }) => connector.id),
      ...feeds.map(feedAddress),
    ]);
    for (const delivery of connectors) addConnectorAlarms(alarms, delivery, thresholds);
    for (const feed of feeds)
      addSecretAgeAlarm(
        alarms,
        outboundReceive,
        `SecretAge${feed}`,
        {
          of: `outbound ${feedAddress(feed)}`,
          metric: { connector: feedAddress(feed), direction: 'outbound' },
        },
        thresholds.secretAgeDays,
      );

    const functions = [inboundReceive, outboundReceive, expiry, ...connectors.map((each) => each.deliver)];
    const logGroups = functions.map((each) => each.logs);
    const queries = new SavedQueries(this, 'Queries', logGroups).links;
    this.dashboard = new ConnectDashboard(this, 'Dashboard', {
      api,
      connectors,
      alarms: alarms.all,
      logGroups,
      queries,
    }).dashboard;
  }
}
