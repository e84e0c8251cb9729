import { Duration } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Operations } from '../functions/connectors/config-schema';
import { type Alarms, percentOf } from './alarms';

const SUM = { period: Duration.minutes(5), statistic: Stats.SUM };
/** Below this many requests in five minutes one bad key would be a large share. */
const ENOUGH_REQUESTS = 20;

/** What is watched of the API: answers that were our fault, and answers that were the caller's. */
export function addApiAlarms(alarms: Alarms, api: RestApi, thresholds: Operations['thresholds']): void {
  const stage = api.deploymentStage;
  const all = stage.metricCount(SUM);
  alarms.add(api, 'ServerErrors', {
    of: 'API',
    says: `${thresholds.apiServerErrorPercent} % of the answers are 5xx, or more`,
    runbook: 'api-server-errors',
    metric: percentOf(stage.metricServerError(SUM), all, 1, '5xx, percent'),
    threshold: thresholds.apiServerErrorPercent,
    periods: 2,
  });
  alarms.add(api, 'ClientErrors', {
    of: 'API',
    says: `${thresholds.apiClientErrorPercent} % of the answers are 4xx, or more: a wrong key, a wrong address or a broken body`,
    runbook: 'api-client-errors',
    metric: percentOf(stage.metricClientError(SUM), all, ENOUGH_REQUESTS, '4xx, percent'),
    threshold: thresholds.apiClientErrorPercent,
    periods: 3,
  });
}
