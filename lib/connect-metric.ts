import { type Duration, Stack } from 'aws-cdk-lib';
import { Metric, SearchExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { MetricName } from '../functions/connectors/metrics';

/** Each stage has its own, so that two in one account stay apart: `EeConnect-prod`. */
export const metricsNamespace = (scope: Construct): string => Stack.of(scope).stackName;

export interface ConnectMetricOf {
  /** A connector's id, or `all` for what no connector owns. */
  readonly connector: string;
  readonly direction: 'inbound' | 'outbound';
  /** One reason alone; @default all of them together */
  readonly reason?: string;
}

/** A metric that the functions write, with exactly the dimensions they write it with: CloudWatch adds nothing up by itself. */
export function connectMetric(
  scope: Construct,
  name: MetricName,
  of: ConnectMetricOf,
  statistic: string,
  period: Duration,
): Metric {
  return new Metric({
    namespace: metricsNamespace(scope),
    metricName: name,
    dimensionsMap: { ...of },
    statistic,
    period,
  });
}

/** One line for each reason that was ever told of. A search, since the reasons are many and most never occur. */
export function connectMetricByReason(
  scope: Construct,
  name: MetricName,
  { connector, direction }: Omit<ConnectMetricOf, 'reason'>,
  period: Duration,
): SearchExpression {
  const schema = `{"${metricsNamespace(scope)}",connector,direction,reason}`;
  const wanted = `MetricName="${name}" connector="${connector}" direction="${direction}"`;
  return new SearchExpression({
    expression: `SEARCH('${schema} ${wanted}', 'Sum', ${period.toSeconds()})`,
    // Each line has its reason for a name.
    label: '',
    period,
  });
}
