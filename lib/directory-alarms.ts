import { Duration } from 'aws-cdk-lib';
import { MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Alarms } from './alarms';
import { connectMetric } from './connect-metric';

const FIVE_MINUTES = Duration.minutes(5);
/** One alarm adds up ten metrics at most (CloudWatch's limit for metric math). */
const MOST_METRICS = 10;
/** A slow answer now and then is no outage. */
const FAILURES = 10;

/**
 * Receiving goes on without the directory, so nothing else would tell that it learns no identities: events without one
 * would end on dead-letter queues later.
 * @param addresses as outbound-receive counts them: connector ids, and `feed/<id>`.
 */
export function addDirectoryAlarms(alarms: Alarms, scope: Construct, addresses: readonly string[]): void {
  for (let from = 0; from < addresses.length; from += MOST_METRICS) {
    const metrics = addresses
      .slice(from, from + MOST_METRICS)
      .map((connector, index): [string, ReturnType<typeof connectMetric>] => [
        `m${index}`,
        connectMetric(
          scope,
          'DirectoryUnavailable',
          { connector, direction: 'outbound' },
          Stats.SUM,
          FIVE_MINUTES,
        ),
      ]);
    alarms.add(scope, `DirectoryUnavailable${from / MOST_METRICS}`, {
      of: 'outbound-receive',
      says: 'the table did not answer in time; identities are not learnt meanwhile',
      runbook: 'directory-unavailable',
      metric: new MathExpression({
        expression: `SUM([${metrics.map(([name]) => `FILL(${name}, 0)`).join(', ')}])`,
        usingMetrics: Object.fromEntries(metrics),
        period: FIVE_MINUTES,
        label: 'directory unavailable',
      }),
      threshold: FAILURES,
      periods: 2,
    });
  }
}
