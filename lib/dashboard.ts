import { Aws, Duration, Stack } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  LogQueryWidget,
  Stats,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { ConnectorDelivery } from './connector-delivery';
import { connectorRows } from './dashboard-connector';
import type { QueryLink } from './saved-queries';

const PERIOD = Duration.minutes(5);
const SUM = { period: PERIOD, statistic: Stats.SUM };
const MAX = { period: PERIOD, statistic: Stats.MAXIMUM };

export interface ConnectDashboardProps {
  readonly api: RestApi;
  readonly connectors: readonly ConnectorDelivery[];
  readonly alarms: readonly Alarm[];
  readonly logGroups: readonly ILogGroup[];
  readonly queries: readonly QueryLink[];
}

/** One page, read from the top: is it working, where is it stuck, what failed and why, and each connector by itself. */
export class ConnectDashboard extends Construct {
  readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, props: ConnectDashboardProps) {
    super(scope, id);
    this.dashboard = new Dashboard(this, 'Page', { defaultInterval: Duration.hours(12) });
    this.dashboard.addWidgets(heading(this, props.queries));
    this.dashboard.addWidgets(
      new AlarmStatusWidget({ title: 'Is it working?', alarms: [...props.alarms], width: 24, height: 6 }),
    );
    this.dashboard.addWidgets(...apiGraphs(props.api), ...queueGraphs(props.connectors));
    this.dashboard.addWidgets(...logTables(props.logGroups));
    for (const delivery of props.connectors)
      for (const row of connectorRows(this, delivery)) this.dashboard.addWidgets(...row);
  }
}

function heading(scope: Construct, queries: readonly QueryLink[]): TextWidget {
  const { stackName } = Stack.of(scope);
  const console = `https://${Aws.REGION}.console.aws.amazon.com/cloudwatch/home?region=${Aws.REGION}`;
  const links = queries.map(({ name, url }) => `[${name}](${url})`);
  return new TextWidget({
    width: 24,
    height: 3,
    markdown: [
      `# EE Connect, ${stackName}`,
      `Ask the log: ${links.join(' · ')}. They stand in the folder ${stackName} of [Logs Insights](${console}#logsV2:logs-insights).`,
      '',
      `[Alarms](${console}#alarmsV2:). What to do: docs/runbook.md`,
    ].join('\n'),
  });
}

const graph = (title: string, left: IMetric[], right: IMetric[] = [], width = 6) =>
  new GraphWidget({ title, left, right, width, height: 6 });

function apiGraphs(api: RestApi): GraphWidget[] {
  const stage = api.deploymentStage;
  return [
    graph('Requests and refusals', [
      stage.metricCount({ ...SUM, label: 'requests' }),
      stage.metricClientError({ ...SUM, label: '4xx' }),
      stage.metricServerError({ ...SUM, label: '5xx' }),
    ]),
    graph('Time to answer, ms', [
      stage.metricLatency({ period: PERIOD, statistic: Stats.p(50), label: 'p50' }),
      stage.metricLatency({ period: PERIOD, statistic: Stats.p(99), label: 'p99' }),
    ]),
  ];
}

function queueGraphs(connectors: readonly ConnectorDelivery[]): GraphWidget[] {
  return [
    graph(
      'Where is it stuck? Oldest message, s',
      connectors.map(({ connector, queues }) =>
        queues.queue.metricApproximateAgeOfOldestMessage({ ...MAX, label: connector.id }),
      ),
    ),
    graph(
      'Dead letters',
      connectors.map(({ connector, queues }) =>
        queues.deadLetters.metricApproximateNumberOfMessagesVisible({ ...MAX, label: connector.id }),
      ),
    ),
  ];
}

/** What failed and why: counted, and the last of them. */
function logTables(logGroups: readonly ILogGroup[]): LogQueryWidget[] {
  const logGroupNames = logGroups.map((group) => group.logGroupName);
  return [
    new LogQueryWidget({
      title: 'What failed, and why',
      logGroupNames,
      queryLines: [
        "filter decision in ['dead-lettered', 'retried', 'refused', 'unavailable']",
        'stats count(*) as times, max(@timestamp) as last by decision, connector, reason',
        'sort times desc',
        'limit 50',
      ],
      width: 12,
      height: 8,
    }),
    new LogQueryWidget({
      title: 'The last dead letters',
      logGroupNames,
      queryLines: [
        'fields @timestamp, connector, reason, detail, eventName, eventId, rewardReference',
        "filter decision = 'dead-lettered'",
        'sort @timestamp desc',
        'limit 20',
      ],
      width: 12,
      height: 8,
    }),
  ];
}
