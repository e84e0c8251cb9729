import { Duration } from 'aws-cdk-lib';
import { GraphWidget, type IMetric, type IWidget, Stats, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { MetricName } from '../functions/connectors/metrics';
import { connectMetric, connectMetricByReason } from './connect-metric';
import type { ConnectorDelivery } from './connector-delivery';

const PERIOD = Duration.minutes(5);
const MAX = { period: PERIOD, statistic: Stats.MAXIMUM };

const graph = (title: string, left: IMetric[], right: IMetric[] = []) =>
  new GraphWidget({ title, left, right, width: 6, height: 6 });

/** A connector by itself, in three rows: which it is; what comes, waits, goes and how fast; what did not go, and why. */
export function connectorRows(scope: Construct, { connector, queues }: ConnectorDelivery): IWidget[][] {
  const { id, direction, platform } = connector;
  const of = { connector: id, direction };
  const show = (name: MetricName, statistic: string, label: string = name) =>
    connectMetric(scope, name, of, statistic, PERIOD).with({ label });
  const sum = (name: MetricName) => show(name, Stats.SUM);
  const byReason = (title: string, name: MetricName) =>
    graph(title, [connectMetricByReason(scope, name, of, PERIOD)]);
  const paused = connector.paused ? ', paused' : '';
  const inbound = direction === 'inbound';
  return [
    [new TextWidget({ markdown: `## ${id} (${platform}, ${direction}${paused})`, width: 24, height: 1 })],
    [
      graph('Received, accepted, delivered', [
        ...(['Received', 'Accepted', 'Delivered', 'Repeated'] as const).map(sum),
        ...(inbound ? [sum('RewardsIssued')] : []),
      ]),
      graph(
        'On the queue, and the oldest, s',
        [queues.queue.metricApproximateNumberOfMessagesVisible({ ...MAX, label: 'waiting' })],
        [queues.queue.metricApproximateAgeOfOldestMessage({ ...MAX, label: 'oldest' })],
      ),
      graph(
        inbound ? "AIR's calls, and their time, ms" : "The platform's calls, and their time, ms",
        [
          sum('PlatformCalls'),
          ...(inbound ? [] : [show('ItemsPerCall', Stats.AVERAGE, 'items per call')]),
          show('BreakerOpen', Stats.MAXIMUM, 'breaker (1: open)'),
        ],
        [show('PlatformLatency', Stats.p(99), 'p99')],
      ),
      graph('Age at delivery, ms', [
        show('AgeAtDelivery', Stats.p(50), 'p50'),
        show('AgeAtDelivery', Stats.p(99), 'p99'),
      ]),
    ],
    [
      byReason('Refused at the door, by reason', 'Rejected'),
      byReason('Tried again, by reason', 'Retried'),
      byReason('Given up on or parked, by reason', 'DeadLettered'),
      graph(
        'Secrets, and outcomes that nobody knows',
        (['CredentialsRefused', 'SecretNotSetUp', 'UnknownOutcomes'] as const).map(sum),
        [show('SecretAgeDays', Stats.MAXIMUM, 'age of a secret, days')],
      ),
    ],
  ];
}
