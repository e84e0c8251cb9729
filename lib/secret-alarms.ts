import { Duration } from 'aws-cdk-lib';
import { Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Alarms } from './alarms';
import { type ConnectMetricOf, connectMetric } from './connect-metric';

/**
 * A value that nobody has changed for long. The functions tell its age whenever they read it, so that nothing is known
 * where there is no traffic: the alarm then stays what it was.
 * @param secrets whose they are, as an alarm names it and as the metric does.
 * @param days none where it is 0.
 */
export function addSecretAgeAlarm(
  alarms: Alarms,
  scope: Construct,
  id: string,
  secrets: { readonly of: string; readonly metric: ConnectMetricOf },
  days: number,
): void {
  if (days === 0) return;
  alarms.add(scope, id, {
    of: secrets.of,
    says: `a secret it needs has not been changed for ${days} days`,
    runbook: 'secret-not-changed',
    metric: connectMetric(scope, 'SecretAgeDays', secrets.metric, Stats.MAXIMUM, Duration.hours(1)),
    threshold: days,
    missing: TreatMissingData.IGNORE,
  });
}
