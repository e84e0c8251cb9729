import { Duration } from 'aws-cdk-lib';
import { Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Operations } from '../functions/connectors/config-schema';
import type { MetricName } from '../functions/connectors/metrics';
import type { Alarms, RunbookSection } from './alarms';
import { connectMetric } from './connect-metric';
import type { ConnectorDelivery } from './connector-delivery';
import { addFunctionAlarms } from './function-alarms';
import { addSecretAgeAlarm } from './secret-alarms';
import { TIMEOUT_SECONDS } from './sizes';

const MINUTE = Duration.minutes(1);
const FIVE_MINUTES = Duration.minutes(5);
const HOUR = Duration.hours(1);
const DAY_SECONDS = 24 * 3600;

/** What is watched of one connector. */
export function addConnectorAlarms(
  alarms: Alarms,
  delivery: ConnectorDelivery,
  thresholds: Operations['thresholds'],
): void {
  const { connector } = delivery;
  const of = `${connector.direction} connector ${connector.id}`;
  addQueueAlarms(alarms, delivery, of, thresholds.queueAgeMinutes);
  addFunctionAlarms(alarms, delivery.deliver, of, TIMEOUT_SECONDS.deliver, thresholds);

  const happened = (
    id: string,
    name: MetricName,
    runbook: RunbookSection,
    says: string,
    reason?: string,
  ): void =>
    alarms.add(delivery, id, {
      of,
      says,
      runbook,
      metric: connectMetric(
        delivery,
        name,
        { connector: connector.id, direction: connector.direction, ...(reason && { reason }) },
        Stats.SUM,
        FIVE_MINUTES,
      ),
      threshold: 1,
    });
  happened(
    'CredentialsRefused',
    'CredentialsRefused',
    'credentials-refused',
    'its credentials were refused; everything for it waits',
  );
  happened(
    'SecretNotSetUp',
    'SecretNotSetUp',
    'secret-not-set-up',
    'a secret it needs has no value, is no JSON or lacks a field',
  );
  const metric = { connector: connector.id, direction: connector.direction };
  addSecretAgeAlarm(alarms, delivery, 'SecretAge', { of, metric }, thresholds.secretAgeDays);
  if (connector.direction === 'inbound') {
    happened(
      'UnknownOutcome',
      'UnknownOutcomes',
      'reward-outcome-unknown',
      'a call to AIR got no answer; the reward may have been issued',
    );
    happened(
      'RewardLimit',
      'DeadLettered',
      'reward-limit',
      'more rewards than its limit allows; they are parked, not issued',
      'reward-limit',
    );
  } else if (thresholds.silentHours !== undefined && !connector.paused) {
    alarms.add(delivery, 'NoEventsFromAir', {
      of,
      says: `no event from AIR for ${thresholds.silentHours} hours`,
      runbook: 'no-events-from-air',
      metric: connectMetric(
        delivery,
        'Accepted',
        { connector: connector.id, direction: 'outbound' },
        Stats.SUM,
        HOUR,
      ),
      threshold: 1,
      below: true,
      periods: thresholds.silentHours,
      missing: TreatMissingData.BREACHING,
    });
  }
}

/** How long messages wait, and which have ended. A paused connector waits by intent, but not longer than a day unseen. */
function addQueueAlarms(alarms: Alarms, delivery: ConnectorDelivery, of: string, queueAgeMinutes: number) {
  const { queue, deadLetters } = delivery.queues;
  const age = queue.metricApproximateAgeOfOldestMessage({ period: MINUTE, statistic: Stats.MAXIMUM });
  const deadAge = deadLetters.metricApproximateAgeOfOldestMessage({
    period: FIVE_MINUTES,
    statistic: Stats.MAXIMUM,
  });
  alarms.add(delivery, 'DeadLetters', {
    of,
    says: 'there are messages on its dead-letter queue',
    runbook: 'dead-letter-queue-not-empty',
    metric: deadLetters.metricApproximateNumberOfMessagesVisible({
      period: MINUTE,
      statistic: Stats.MAXIMUM,
    }),
    threshold: 1,
  });
  alarms.add(delivery, 'DeadLetters7Days', {
    of,
    says: 'the oldest message on its dead-letter queue is seven days old; SQS deletes it after fourteen',
    runbook: 'dead-letter-queue-7-days',
    metric: deadAge,
    threshold: 7 * DAY_SECONDS,
  });
  alarms.add(delivery, 'DeadLetters12Days', {
    of,
    says: 'the oldest message on its dead-letter queue is lost in two days',
    runbook: 'dead-letter-queue-12-days',
    metric: deadAge,
    threshold: 12 * DAY_SECONDS,
  });
  if (!delivery.connector.paused)
    alarms.add(delivery, 'QueueDelayed', {
      of,
      says: `messages wait longer than ${queueAgeMinutes} minutes`,
      runbook: 'queue-delayed',
      metric: age,
      threshold: queueAgeMinutes * 60,
      periods: 3,
    });
  alarms.add(delivery, 'QueueOneDay', {
    of,
    says: 'a message has waited for a day; SQS deletes it after fourteen',
    runbook: 'queue-one-day',
    metric: age,
    threshold: DAY_SECONDS,
  });
}
