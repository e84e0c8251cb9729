import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/** Sections of docs/runbook.md, by their anchors: every alarm names one. */
export const RUNBOOK = [
  'dead-letter-queue-not-empty',
  'dead-letter-queue-7-days',
  'dead-letter-queue-12-days',
  'queue-delayed',
  'queue-one-day',
  'function-errors',
  'function-throttled',
  'function-slow',
  'credentials-refused',
  'secret-not-set-up',
  'secret-not-changed',
  'reward-outcome-unknown',
  'reward-limit',
  'no-events-from-air',
  'directory-unavailable',
  'api-server-errors',
  'api-client-errors',
] as const;
export type RunbookSection = (typeof RUNBOOK)[number];

export interface AlarmSpec {
  /** Whose trouble it is, as a person would say it: `connector braze-news`. */
  readonly of: string;
  /** What it means, in one sentence without its full stop. */
  readonly says: string;
  readonly runbook: RunbookSection;
  readonly metric: IMetric;
  /** Rings at this value and above, or below it with `below`. */
  readonly threshold: number;
  readonly below?: boolean;
  /** Periods of the metric in a row; @default 1 */
  readonly periods?: number;
  /** What no data means; @default nothing wrong */
  readonly missing?: TreatMissingData;
}

/** Makes every alarm of the stack alike: same topic, told again when it is over, and its runbook section in its text. */
export class Alarms {
  private readonly made: Alarm[] = [];

  constructor(private readonly topic: ITopic) {}

  get all(): readonly Alarm[] {
    return this.made;
  }

  /** @param scope the construct whose trouble it is, so that the alarm's name says it. */
  add(scope: Construct, id: string, spec: AlarmSpec): void {
    const alarm = new Alarm(scope, id, {
      alarmDescription: `EE Connect, ${spec.of}: ${spec.says}. What to do: docs/runbook.md#${spec.runbook}`,
      metric: spec.metric,
      threshold: spec.threshold,
      comparisonOperator: spec.below
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: spec.periods ?? 1,
      treatMissingData: spec.missing ?? TreatMissingData.NOT_BREACHING,
    });
    const tell = new SnsAction(this.topic);
    alarm.addAlarmAction(tell);
    alarm.addOkAction(tell);
    this.made.push(alarm);
  }
}

/** `part` in percent of `whole`; nothing where the whole is below `atLeast`, since one of two is no trend. */
export function percentOf(part: IMetric, whole: IMetric, atLeast: number, label: string): MathExpression {
  return new MathExpression({
    expression: `IF(whole >= ${atLeast}, 100 * part / whole, 0)`,
    usingMetrics: { part, whole },
    period: Duration.minutes(5),
    label,
  });
}
