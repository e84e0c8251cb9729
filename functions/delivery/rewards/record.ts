import type { RewardMessage } from '../../connectors/message';
import type { Row } from '../../connectors/table';
import { REWARD_NEWS_WAIT } from '../limits';

/**
 * What is known of a reward's one call to AIR. Written before the call and after it, so that whatever kills the function
 * leaves a record that tells the truth:
 * - `sent`: the call may be under way until the lease ends, and then its outcome is unknown.
 * - `issued`: for certain. Final.
 * - `unknown`: it may have been issued.
 * - `partly`: AIR answered 207. Final, until a person has looked.
 * - `waiting`, `refused`, `parked`: nothing was issued, a call may be made.
 */
export const REWARD_STATES = ['sent', 'issued', 'unknown', 'partly', 'waiting', 'refused', 'parked'] as const;
export type RewardState = (typeof REWARD_STATES)[number];

/** A reward's row; times are ISO 8601 UTC unless the name says ms. `rewards export` shows it. */
export interface RewardRecord {
  readonly state: RewardState;
  /** Counts the writes: of two functions only one makes the next. */
  readonly revision: number;
  /** Of the last write, so that its author knows it again. */
  readonly writer: string;
  readonly leaseUntilMs: number;
  readonly connector: string;
  readonly reference: string;
  readonly identityValue: string;
  readonly action: string;
  readonly source: string | null;
  readonly receivedAt: string;
  readonly requestId: string;
  /** When it was last sent to AIR, and when it was issued. */
  readonly sentAt: string | null;
  readonly issuedAt: string | null;
  /** Calls to AIR. */
  readonly attempts: number;
  /** The periods in which it counts against the limits. */
  readonly countedHour: string | null;
  readonly countedDay: string | null;
  /** Since when the outcome of a call is unknown, ms; stays when it is repeated, to understand AIR's refusal. */
  readonly unknownSinceMs: number | null;
  readonly walletId: string | null;
  readonly walletTransactionId: string | null;
  readonly reason: string | null;
  readonly detail: string | null;
}

/** A record without what each write adds to it. */
export type RewardFacts = Omit<RewardRecord, 'revision' | 'writer'>;

/** What to do about a reward, by its record. */
export type RewardStep =
  | { readonly kind: 'call' }
  | { readonly kind: 'issued' }
  /** Another function may be calling, or AIR's own event may still tell. */
  | { readonly kind: 'wait'; readonly delayMs: number; readonly detail: string }
  | {
      readonly kind: 'park';
      readonly reason: 'reward-outcome-unknown' | 'reward-partly-done';
      readonly detail: string;
    };

const DAY_MS = 86_400_000;
/** Longest wait between two looks, in ms. */
const LONGEST_LOOK = 60_000;

/** @param record null: nothing is known of the reward, so that nothing was sent. */
export function nextStep(
  record: RewardRecord | null,
  onUnknownOutcome: 'park' | 'repeat',
  nowMs: number,
): RewardStep {
  switch (record?.state) {
    case undefined:
    case 'waiting':
    case 'refused':
    case 'parked':
      return { kind: 'call' };
    case 'issued':
      return { kind: 'issued' };
    case 'partly':
      return { kind: 'park', reason: 'reward-partly-done', detail: record.detail ?? '207' };
    case 'sent':
      if (record.leaseUntilMs > nowMs)
        return {
          kind: 'wait',
          delayMs: Math.min(record.leaseUntilMs - nowMs + 1000, LONGEST_LOOK),
          detail: 'another function is sending it',
        };
      return afterUnknown(
        record,
        'the function ended in the call',
        record.leaseUntilMs,
        onUnknownOutcome,
        nowMs,
      );
    case 'unknown':
      return afterUnknown(
        record,
        record.detail ?? 'no answer',
        record.unknownSinceMs ?? 0,
        onUnknownOutcome,
        nowMs,
      );
  }
}

function afterUnknown(
  record: RewardRecord,
  detail: string,
  sinceMs: number,
  onUnknownOutcome: 'park' | 'repeat',
  nowMs: number,
): RewardStep {
  const news = sinceMs + REWARD_NEWS_WAIT - nowMs;
  if (news > 0) return { kind: 'wait', delayMs: news, detail: 'its outcome is unknown; AIR may still tell' };
  if (onUnknownOutcome === 'repeat') return { kind: 'call' };
  return {
    kind: 'park',
    reason: 'reward-outcome-unknown',
    detail: `${detail}, sent ${record.sentAt ?? ''}`.trim(),
  };
}

/** A row as a record; null for no row. */
export function recordOf(row: Row | null): RewardRecord | null {
  return row === null ? null : (row as unknown as RewardRecord);
}

/**
 * Whether a message asks for a reward anew, though its key is known: it was received when the key's time was over. By the
 * dates of receipt, since a message may wait on a queue for weeks.
 */
export function isRenewal(
  record: RewardRecord,
  message: Pick<RewardMessage, 'receivedAt' | 'keepDays'>,
): boolean {
  if (record.state !== 'issued') return false;
  return Date.parse(message.receivedAt) - Date.parse(record.receivedAt) >= message.keepDays * DAY_MS;
}

/** What a reward that is asked for anew begins with: nothing was sent of it, and nothing counted. */
export const forgotten = (record: RewardRecord): RewardRecord => ({
  ...record,
  state: 'waiting',
  leaseUntilMs: 0,
  sentAt: null,
  issuedAt: null,
  attempts: 0,
  countedHour: null,
  countedDay: null,
  unknownSinceMs: null,
});
