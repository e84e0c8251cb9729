import { Duration } from 'aws-cdk-lib';
import { Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Alarms } from './alarms';
import { type ConnectMetricOf, connectMetric } from './connect-metric';

/**
 * A value that nobody has changed for long. The functions tell its age whenever they read it, so that nothing is known
 * where there is no traffic: the alarm then stays what it was.
 * @param of whose secrets: a connector, or `feed/<id>`.
 * @param days none where it is 0.
 */
export function addSecretAgeAlarm(
  alarms: Alarms,
  scope: Construct,
  id: string,
  of: ConnectMetricOf,
  days: number,
): void {
  if (days === 0) return;
  alarms.add(scope, id, {
    of: `${of.direction} ${of.connector.startsWith('feed/') ? '' : 'connector '}${of.connector}`,
    says: `a secret it needs has not been changed for ${days} days`,
    runbook: 'secret-not-changed',
    metric: connectMetric(scope, 'SecretAgeDays', of, Stats.MAXIMUM, Duration.hours(1)),
    threshold: days,
    missing: TreatMissingData.IGNORE,
  });
}
