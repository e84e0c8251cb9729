import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Operations } from '../functions/connectors/config-schema';
import { type Alarms, percentOf } from './alarms';
import type { ConnectFunction } from './connect-function';

const FIVE_MINUTES = { period: Duration.minutes(5) };

/** What is watched of any function: that it runs, that it may run, and that it is not about to run out of time. */
export function addFunctionAlarms(
  alarms: Alarms,
  fn: ConnectFunction,
  of: string,
  timeoutSeconds: number,
  thresholds: Operations['thresholds'],
): void {
  const { lambda } = fn;
  alarms.add(fn, 'Errors', {
    of,
    says: `${thresholds.errorPercent} % of the invocations of its function fail, or more`,
    runbook: 'function-errors',
    metric: percentOf(
      lambda.metricErrors(FIVE_MINUTES),
      lambda.metricInvocations(FIVE_MINUTES),
      1,
      'Errors, percent',
    ),
    threshold: thresholds.errorPercent,
    periods: 2,
  });
  alarms.add(fn, 'Throttles', {
    of,
    says: 'its function was refused invocations: the account runs out of Lambda concurrency',
    runbook: 'function-throttled',
    metric: lambda.metricThrottles(FIVE_MINUTES),
    threshold: thresholds.throttles,
  });
  alarms.add(fn, 'Slow', {
    of,
    says: `its function takes ${thresholds.durationPercent} % of its ${timeoutSeconds} s, or more`,
    runbook: 'function-slow',
    metric: lambda.metricDuration({ ...FIVE_MINUTES, statistic: Stats.percentile(99) }),
    threshold: (timeoutSeconds * 1000 * thresholds.durationPercent) / 100,
    periods: 3,
  });
}
