import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

/** The metrics' namespace in CloudWatch. Dimensions: connector and direction, and reason where there is one. */
export const NAMESPACE = 'EEConnect';

/** Name to unit. Alarms and the dashboard are made from the same names. */
export const METRICS = {
  Received: MetricUnit.Count,
  Accepted: MetricUnit.Count,
  Rejected: MetricUnit.Count,
  Delivered: MetricUnit.Count,
  Repeated: MetricUnit.Count,
  Retried: MetricUnit.Count,
  DeadLettered: MetricUnit.Count,
  PlatformCalls: MetricUnit.Count,
  ItemsPerCall: MetricUnit.Count,
  PlatformLatency: MetricUnit.Milliseconds,
  AgeAtDelivery: MetricUnit.Milliseconds,
  BreakerOpen: MetricUnit.Count,
  RewardsIssued: MetricUnit.Count,
  UnknownOutcomes: MetricUnit.Count,
  CredentialsRefused: MetricUnit.Count,
  SecretNotSetUp: MetricUnit.Count,
  DirectoryUnavailable: MetricUnit.Count,
} as const;
export type MetricName = keyof typeof METRICS;

const metrics = new Metrics({ namespace: NAMESPACE });

/** Writes one figure in the embedded metric format, at once. `connector` is `all` for what no connector owns. */
export function measure(
  name: MetricName,
  value: number,
  of: { connector: string; direction: 'inbound' | 'outbound'; reason?: string },
): void {
  const single = metrics.singleMetric();
  single.addDimension('connector', of.connector);
  single.addDimension('direction', of.direction);
  if (of.reason) single.addDimension('reason', of.reason);
  single.addMetric(name, METRICS[name], value);
}
