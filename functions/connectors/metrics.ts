/**
 * The metrics' namespace in CloudWatch; the stack gives each stage its own, so that two in one account stay apart.
 * Dimensions: connector and direction, and reason where there is one.
 */
export const NAMESPACE = process.env.METRICS_NAMESPACE || 'EEConnect';

/** Name to unit. Alarms and the dashboard are made from the same names. */
export const METRICS = {
  Received: 'Count',
  Accepted: 'Count',
  Rejected: 'Count',
  Delivered: 'Count',
  Repeated: 'Count',
  Retried: 'Count',
  DeadLettered: 'Count',
  PlatformCalls: 'Count',
  ItemsPerCall: 'Count',
  PlatformLatency: 'Milliseconds',
  AgeAtDelivery: 'Milliseconds',
  /** A state: 1 while it is open, 0 when it closes. */
  BreakerOpen: 'Count',
  RewardsIssued: 'Count',
  UnknownOutcomes: 'Count',
  CredentialsRefused: 'Count',
  SecretNotSetUp: 'Count',
  SecretAgeDays: 'Count',
  DirectoryUnavailable: 'Count',
} as const;
export type MetricName = keyof typeof METRICS;

/** Whose figures these are. `connector` is `all` for what no connector owns: it is never a caller's word. */
export interface MetricOwner {
  readonly connector: string;
  readonly direction: 'inbound' | 'outbound';
  /** Counted twice then: under connector and direction, and under all three. */
  readonly reason?: string | undefined;
}

const OWNER = ['connector', 'direction'];

export type Figures = Readonly<Partial<Record<MetricName, number>>>;

/**
 * The members that make a line of JSON tell figures: the embedded metric format. Written by hand: a Powertools metric of
 * its own takes 56 µs, which is twice what parsing an event takes, and adds a `service` dimension that no alarm has.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embedded(figures: Figures, of: MetricOwner): Readonly<Record<string, unknown>> {
  const names = Object.keys(figures) as MetricName[];
  return {
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [
        {
          Namespace: NAMESPACE,
          Dimensions: of.reason === undefined ? [OWNER] : [OWNER, [...OWNER, 'reason']],
          Metrics: names.map((name) => ({ Name: name, Unit: METRICS[name] })),
        },
      ],
    },
    connector: of.connector,
    direction: of.direction,
    reason: of.reason,
    ...figures,
  };
}

/** Writes figures of one owner as a line of their own, at once. Where a log line tells of the same, it holds them. */
export function measureAll(figures: Figures, of: MetricOwner): void {
  process.stdout.write(`${JSON.stringify(embedded(figures, of))}\n`);
}

/** One figure of `measureAll`. */
export function measure(name: MetricName, value: number, of: MetricOwner): void {
  measureAll({ [name]: value }, of);
}
