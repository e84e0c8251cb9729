import type { IssuedReward } from '../../simulators/air/programme';
import type { Entry } from '../history/facts';
import type { Member } from '../history/member';
import type { Finding } from './judge';

/** A reward that stands on an inbound connector's dead-letter queue. */
export interface ParkedReward {
  readonly identityValue: string;
  readonly action: string;
  readonly reason: string;
}

/** AIR’s. */
interface RewardJudgement {
  readonly findings: readonly Finding[];
  /** Rewards that one entry brought more than once. */
  readonly twice: number;
  /** Entries that brought their reward. */
  readonly issued: number;
  /** Entries whose reward stands parked; it may have been issued nevertheless. */
  readonly parked: number;
}

/**
 * Each accepted entry brings exactly one reward, or stands parked. An action is asked for once per member, so that member
 * and action say which entry a reward is of.
 */
export function judgeRewards(
  members: readonly Member[],
  accepted: readonly Entry[],
  issued: readonly IssuedReward[],
  parked: readonly ParkedReward[],
): RewardJudgement {
  const findings: Finding[] = [];
  const counts = new Map<string, number>();
  const key = (walletId: string, action: string) => `${walletId} ${action}`;
  for (const { walletId, action } of issued)
    counts.set(key(walletId, action), (counts.get(key(walletId, action)) ?? 0) + 1);
  const asked = new Set<string>();
  let twice = 0;
  let brought = 0;
  let waiting = 0;
  for (const { member: index, action } of accepted) {
    const member = members[index];
    if (!member) continue;
    asked.add(key(member.walletId, action));
    const count = counts.get(key(member.walletId, action)) ?? 0;
    const values = new Set(member.identities.map(({ value }) => value));
    const stands = parked.some((reward) => reward.action === action && values.has(reward.identityValue));
    if (count > 0) brought += 1;
    if (stands) waiting += 1;
    const who = `member ${index} (${member.walletId})`;
    if (count > 1) {
      twice += count - 1;
      findings.push({ breach: 'duplicated', who, expected: `one ${action}`, seen: `${count} rewards` });
    }
    if (count === 0 && !stands)
      findings.push({ breach: 'lost', who, expected: `one ${action}`, seen: 'neither issued nor parked' });
  }
  for (const [reward, count] of counts)
    if (!asked.has(reward))
      findings.push({ breach: 'wrong', who: reward, expected: 'no reward', seen: `${count} rewards` });
  return { findings, twice, issued: brought, parked: waiting };
}
