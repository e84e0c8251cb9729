/** From what a run left behind to its figures. */
import { PLATFORMS } from '../../functions/platforms/registry';
import type { Local } from '../local';
import { LOCAL_PLATFORMS } from '../platforms/registry';
import type { Driven } from './drive/drive';
import type { Faults } from './faults/faults';
import type { History } from './history/history';
import { outboundId } from './installation';
import { type Letter, referenceIn, waitingOf } from './letters';
import { expectationsOf, type Happened } from './oracle/expectations';
import { type Breach, type Finding, type Judgement, judge } from './oracle/judge';
import { judgeRewards } from './oracle/rewards';
import { unknownMembers } from './remedies';
import type { Report } from './report';

const MOST_FINDINGS = 25;

/** Dead letters by connector. */
export type Letters = ReadonlyMap<string, readonly Letter[]>;

/** A run at its end. */
interface Ended {
  readonly local: Local;
  readonly history: History;
  readonly faults: Faults;
  readonly driven: Driven;
  readonly platforms: readonly string[];
  readonly seed: number;
  /** Its fingerprint. */
  readonly plan: string;
  /** Before everything was redriven, and after it. */
  readonly letters: { readonly first: Letters; readonly last: Letters };
  /** What the platforms had before the redrive. */
  readonly early: readonly Judgement[];
  readonly expired: boolean;
  /** Of the machine, and skipped beside them. */
  readonly seconds: number;
  readonly secondsSkipped: number;
}

type Judged = Pick<Ended, 'local' | 'history' | 'faults' | 'driven' | 'platforms' | 'expired'>;

/**
 * Holds each platform against what it has to have.
 * @param ever what stood on the dead-letter queues at some time, and so has an order of arrival of its own.
 */
export function judgements(of: Judged, ever: Letters, now: Letters): Judgement[] {
  const { local, history, faults } = of;
  return of.platforms.map((platform) => {
    const id = outboundId(platform);
    const settings = local.config.connectors.find((connector) => connector.id === id)?.settings ?? {};
    const wereDead = new Set((ever.get(id) ?? []).flatMap(({ eventIds }) => eventIds));
    const expectations = expectationsOf(history, happened(of)).map((sources) =>
      sources.map((source) => (wereDead.has(source.eventId) ? { ...source, arrival: null } : source)),
    );
    const judgement = judge(history.members, expectations, {
      profiles: local.platforms[platform]?.profiles() ?? {},
      identityType: String(settings.identityType),
      eventPrefix: String(settings.eventPrefix),
      attributePrefix: String(settings.attributePrefix),
      recognisesRepeats: PLATFORMS[platform]?.outbound?.deduplication != null,
      keepsOrder: LOCAL_PLATFORMS[platform]?.keepsOrder ?? true,
      waiting: waitingOf(now.get(id) ?? []),
      doubts: (user, at) => faults.doubts.get(id)?.of(user, at) ?? 0,
    });
    const findings = judgement.findings.map((finding) => ({ ...finding, who: `${finding.who} at ${id}` }));
    return { ...judgement, findings };
  });
}

function happened({ local, driven, expired }: Judged): Happened {
  const { air } = local;
  const coupons = new Map(
    air?.programme
      .wallets()
      .map(({ walletId, coupons: given }) => [walletId, given.map(({ accountId }) => accountId)]),
  );
  return {
    accepted: driven.accepted,
    issued: air?.programme.issued ?? [],
    untold: new Set(air?.deliveries.undelivered.flatMap(({ event }) => referenceIn(event) ?? [])),
    couponsOf: (walletId) => coupons.get(walletId) ?? [],
    expired,
  };
}

/** Counts everything together. */
export function reportOf(ended: Ended): Omit<Report, 'leaked'> {
  const { local, history, faults, driven, letters, seconds } = ended;
  const first = [...letters.first.values()].flat();
  const left = [...letters.last.values()].flat();
  const parked = left.flatMap(({ reward }) => reward ?? []);
  const late = judgements(ended, letters.first, letters.last);
  const rewards = judgeRewards(history.members, driven.entries, local.air?.programme.issued ?? [], parked);
  const untold = new Set(
    unknownMembers(history, left)
      .filter(({ status }) => status === 'left')
      .map(({ walletId }) => walletId),
  );
  const behind = leftBehind(letters.last, untold);
  const findings = [
    // What the redrive did not bring, it cannot have lost.
    ...ended.early.flatMap((each) => each.findings).filter(({ breach }) => breach === 'lost'),
    ...late.flatMap((each) => each.findings),
    ...rewards.findings,
    ...behind,
  ];
  const count = (breach: Breach) => findings.filter((finding) => finding.breach === breach).length;
  const missing = new Set(late.flatMap((each) => [...each.missing]));
  const whole = history.events.filter(
    ({ index, eventId }) => driven.accepted.has(index) && !missing.has(eventId),
  );
  return {
    seed: ended.seed,
    platforms: ended.platforms,
    plan: ended.plan,
    accepted: driven.accepted.size + driven.entries.length,
    delivered: whole.length + rewards.issued,
    deadLettered: first.length,
    deadLetteredBy: byReason(first),
    parked: rewards.parked,
    ambiguous: late.reduce((sum, { ambiguous }) => sum + ambiguous, 0),
    lost: count('lost'),
    duplicated: count('duplicated') - rewards.twice,
    stale: count('stale'),
    misdirected: count('misdirected'),
    rewardsTwice: rewards.twice,
    wrong: count('wrong'),
    outOfOrder: count('outOfOrder'),
    leftBehind: behind.length,
    unknowable: untold.size,
    neverAccepted: driven.refused,
    rewardsIssued: rewards.issued,
    faults: Object.fromEntries([...faults.injected].sort(([one], [other]) => (one < other ? -1 : 1))),
    seconds,
    secondsSkipped: ended.secondsSkipped,
    eventsPerSecond: Math.round((driven.accepted.size / seconds) * 10) / 10,
    findings: findings.slice(0, MOST_FINDINGS),
  };
}

/** What stands on an outbound connector's dead-letter queue in the end, but for members of whom nothing can be learnt. */
function leftBehind(letters: Letters, unknowable: ReadonlySet<string>): Finding[] {
  return [...letters].flatMap(([connector, standing]) =>
    standing
      .filter(({ reward, reason, walletId }) => {
        const nobodys = reason === 'identity-unknown' && (walletId === null || unknowable.has(walletId));
        return !reward && !(nobodys && unknowable.size > 0);
      })
      .map(({ reason, walletId, eventIds }) => ({
        breach: 'leftBehind' as const,
        who: `wallet ${walletId}`,
        expected: `${eventIds.join(' ')} delivered by ${connector}`,
        seen: `dead-lettered: ${reason}`,
      })),
  );
}

function byReason(letters: readonly Letter[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { reason } of letters) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}
