import { describeLeak, type Leak } from '../log-scan/scan';
import type { Finding } from './oracle/judge';

/** The figures of one run. Those from `lost` to `outOfOrder` have to be 0. */
export interface Report {
  readonly seed: number;
  readonly platforms: readonly string[];
  /** Of history and faults: the same where the same happens. */
  readonly plan: string;
  /** AIR events and audience entries that were answered 202, or the platform's own code for it; each once. */
  readonly accepted: number;
  /** Of these, what is whole where it belongs, in the end: on every platform, or issued in AIR. */
  readonly delivered: number;
  /** Messages that stood on a dead-letter queue before it was redriven, by reason. */
  readonly deadLettered: number;
  readonly deadLetteredBy: Readonly<Record<string, number>>;
  /** Rewards that stay on it: nobody but a person can say whether they were issued. */
  readonly parked: number;
  /** Second effects after an outcome that the run made unknown, on a platform without a de-duplication key. */
  readonly ambiguous: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly stale: number;
  readonly misdirected: number;
  readonly rewardsTwice: number;
  /** Delivered with other values than AIR told, or never told by AIR. */
  readonly wrong: number;
  readonly outOfOrder: number;
  /** Messages that a redrive of everything, with all faults healed, did not bring home; rewards aside. */
  readonly leftBehind: number;
  /**
   * Members who left before anybody could learn who they were, since the table failed at each of their events: what is
   * left to tell of them stays on the dead-letter queue, with the reason `identity-unknown`.
   */
  readonly unknowable: number;
  /** Requests that were refused in every attempt. */
  readonly neverAccepted: number;
  /** Secrets and personal values in the functions' log: every one that the run used is looked for. */
  readonly leaked: number;
  readonly rewardsIssued: number;
  readonly faults: Readonly<Record<string, number>>;
  /** Of the machine, and by how much the run's clock was moved on beside them. */
  readonly seconds: number;
  readonly secondsSkipped: number;
  readonly eventsPerSecond: number;
  /** What was expected and seen, of the first that are not right. */
  readonly findings: readonly Finding[];
}

const MUST_BE_NONE = [
  'lost',
  'duplicated',
  'stale',
  'misdirected',
  'rewardsTwice',
  'wrong',
  'outOfOrder',
  'leftBehind',
  'neverAccepted',
  'leaked',
] as const satisfies readonly (keyof Report)[];

/** Whether a run kept every promise. */
export const isClean = (report: Report): boolean => MUST_BE_NONE.every((figure) => report[figure] === 0);

const MOST_LEAKS = 10;

/** What was found in the functions' log, in the report. */
export function withLeaks(report: Omit<Report, 'leaked'>, leaks: readonly Leak[]): Report {
  const found = leaks.slice(0, MOST_LEAKS).map((leak) => ({
    breach: 'leaked' as const,
    who: "the functions' log",
    expected: 'no secret, and nothing of a person',
    seen: describeLeak(leak),
  }));
  return { ...report, leaked: leaks.length, findings: [...report.findings, ...found] };
}
