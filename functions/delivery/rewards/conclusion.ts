import type { Reason } from '../../platforms/outcome';
import { REWARD_NEWS_WAIT } from '../limits';
import type { Verdict } from '../settle';
import type { CallOutcome } from './air-call';
import type { RewardFacts, RewardRecord } from './record';

/** What follows from a call: for the record, for the message, and for everything else that wants to call AIR. */
export interface Conclusion {
  readonly record: Partial<RewardFacts> & Pick<RewardFacts, 'state'>;
  readonly verdict: Verdict;
  /** AIR is in trouble. */
  readonly trouble: { readonly reason: Reason; readonly askedMs: number | null } | null;
}

/** @param sent the record as it stood during the call. */
export function conclude(
  outcome: CallOutcome,
  sent: Pick<RewardRecord, 'unknownSinceMs'>,
  onUnknownOutcome: 'park' | 'repeat',
  nowMs: number,
): Conclusion {
  switch (outcome.kind) {
    case 'issued': {
      const { walletId, walletTransactionId } = outcome;
      return issued({ walletId, walletTransactionId }, nowMs);
    }
    case 'refused':
      // The reference was used by an earlier call of ours, whose outcome we did not know.
      if (outcome.usedReference && sent.unknownSinceMs !== null)
        return issued({ walletId: null, walletTransactionId: null }, nowMs);
      return ended('refused', outcome.reason, outcome.detail);
    case 'partly':
      return ended('partly', 'reward-partly-done', outcome.detail);
    case 'not-sent':
      return later(sent, 'platform-unavailable', outcome.detail, null);
    case 'later':
      return later(sent, outcome.reason, outcome.detail, outcome.delayMs);
    case 'unknown':
      return unknown(outcome, onUnknownOutcome, nowMs);
  }
}

function issued(found: Pick<RewardRecord, 'walletId' | 'walletTransactionId'>, nowMs: number): Conclusion {
  const issuedAt = new Date(nowMs).toISOString();
  return {
    record: { ...found, state: 'issued', issuedAt, unknownSinceMs: null },
    verdict: { kind: 'done', decision: 'delivered' },
    trouble: null,
  };
}

function ended(state: 'refused' | 'partly', reason: Reason, detail: string): Conclusion {
  return { record: { state, reason, detail }, verdict: { kind: 'dead', reason, detail }, trouble: null };
}

function again(reason: Reason, detail: string, askedMs: number | null): Verdict {
  return { kind: 'again', waitingFor: 'connector', reason, detail, askedMs };
}

/** This call did nothing; an earlier one may have. */
function later(
  sent: Pick<RewardRecord, 'unknownSinceMs'>,
  reason: Reason,
  detail: string,
  askedMs: number | null,
): Conclusion {
  return {
    record: { state: sent.unknownSinceMs === null ? 'waiting' : 'unknown' },
    verdict: again(reason, detail, askedMs),
    trouble: { reason, askedMs },
  };
}

function unknown(
  { detail, delayMs }: Extract<CallOutcome, { kind: 'unknown' }>,
  onUnknownOutcome: 'park' | 'repeat',
  nowMs: number,
): Conclusion {
  const reason = 'platform-unavailable';
  return {
    record: { state: 'unknown', unknownSinceMs: nowMs, detail },
    verdict:
      onUnknownOutcome === 'repeat'
        ? again(reason, detail, delayMs)
        : { kind: 'wait', delayMs: REWARD_NEWS_WAIT, detail: `its outcome is unknown: ${detail}` },
    trouble: { reason, askedMs: delayMs },
  };
}
