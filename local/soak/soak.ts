/** One run of the fault harness: a made-up history through the local bundle while everything fails that can. */
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { redrive } from '../../bin/operations/redrive';
import { PLATFORMS } from '../../functions/platforms/registry';
import { deadLetterQueueName, feedSecret, queueName } from '../deployment';
import type { moveClock } from '../lambda/clock.mjs';
import { LOCAL_PLATFORMS } from '../platforms/registry';
import { type Local, startLocal } from '../run';
import { type Driven, drive } from './drive/drive';
import { Pace } from './drive/pace';
import { type Posting, post } from './drive/posting';
import { Faults } from './faults/faults';
import { ALL_FAULTS, type FaultKind } from './faults/kinds';
import { type FaultPlan, planFaults } from './faults/plan';
import type { Entry } from './history/facts';
import { type History, makeHistory } from './history/history';
import { FEED, inboundId, outboundId, soakConfig, soakProgramme } from './installation';
import { type Letter, lettersOf, referenceIn, waitingOf } from './letters';
import { expectationsOf, type Happened } from './oracle/expectations';
import { type Fault, type Judgement, judge } from './oracle/judge';
import { judgeRewards } from './oracle/rewards';
import type { Report } from './report';
import { WorldClock } from './world-clock';

export interface SoakOptions {
  /** Of the history: AIR events. */
  readonly events: number;
  readonly seed: number;
  /** Default: all. */
  readonly faults?: readonly FaultKind[];
  /** Default: Braze alone. */
  readonly platforms?: readonly string[];
  /** Of this process, loaded before anything that looks at a clock. */
  readonly moveClock: typeof moveClock;
  /** A line about where the run is. */
  readonly tell?: (line: string) => void;
  /** Keeps the functions' log, and says where it is. */
  readonly keepLog?: boolean;
}

const REDRIVES = 3;
const MOST_FINDINGS = 25;
/** How long AIR waits before it posts one of its own events again, real time. */
const AIR_RETRIES_MS = [100, 200, 400, 800, 1600, 3000, 3000, 3000, 3000];

/** @throws Stuck when nothing moves any more, ConfigError, InvocationError. */
export async function soak(options: SoakOptions): Promise<Report> {
  const { events, seed, tell = () => {} } = options;
  const platforms = options.platforms ?? ['braze'];
  const kinds = new Set(options.faults ?? ALL_FAULTS);
  const history = makeHistory({ seed, events, nowMs: Date.now() });
  const plan = planFaults(history, seed, kinds);
  tell(
    `${history.members.length} consumers, ${history.events.length} AIR events, ${history.entries.length} audience entries`,
  );
  const local = await startLocal({
    config: soakConfig(platforms, plan.usedReference === 'refuse' ? 'repeat' : 'park'),
    simulators: {
      air: {
        programme: soakProgramme(history),
        usedReference: plan.usedReference,
        deliveries: { retryDelaysMs: AIR_RETRIES_MS, timeoutMs: 10_000 },
      },
    },
    // The run decides when subscriptions are looked at.
    expiryEveryMs: 2 ** 31 - 1,
  });
  if (options.keepLog) tell(`the functions' log: ${local.logs.path}`);
  try {
    return await new Run(local, history, plan, { ...options, platforms, tell }).run();
  } finally {
    await local.stop();
    if (!options.keepLog) rmSync(dirname(local.logs.path), { recursive: true, force: true });
  }
}

class Run {
  private readonly clock: WorldClock;
  private readonly pace: Pace;
  private readonly faults: Faults;
  private readonly began = performance.now();
  private posting = 0;
  private airIsStill = true;

  constructor(
    private readonly local: Local,
    private readonly history: History,
    private readonly plan: FaultPlan,
    private readonly options: Required<Pick<SoakOptions, 'seed' | 'platforms' | 'tell' | 'moveClock'>>,
  ) {
    this.clock = new WorldClock(local, options.moveClock);
    this.pace = new Pace(local, this.clock, () => this.posting === 0 && this.airIsStill);
    this.faults = new Faults(local, this.pace, plan, history);
  }

  async run(): Promise<Report> {
    const { tell } = this.options;
    this.pace.start();
    try {
      const driven = await drive(this.history, this.plan, this);
      this.faults.count('duplicate', this.plan.posts.filter(({ repeat }) => repeat).length);
      this.faults.count('reorder', this.plan.unordered.size);
      tell(`posted everything after ${this.seconds()} s`);
      await this.settled();
      this.faults.heal();
      await this.settled();
      tell(`queues are empty after ${this.seconds()} s`);
      return await this.judged(driven);
    } finally {
      await this.pace.stop();
    }
  }

  async room(): Promise<void> {
    await this.pace.room();
  }

  begun(event: number): void {
    this.faults.begun(event);
  }

  moment = (moment: Parameters<Faults['moment']>[0]) => this.faults.moment(moment);

  async event(event: History['events'][number]): Promise<boolean> {
    const body = JSON.stringify(event.body());
    return this.post(`/out/${FEED}`, () => ({
      headers: {
        'content-type': 'application/json',
        'X-Auth-Token': this.faults.keys.external(feedSecret(FEED)),
      },
      body,
    }));
  }

  async entry({ id, member, action }: Entry): Promise<boolean> {
    const { platforms } = this.options;
    const name = platforms[member % platforms.length] ?? '';
    const platform = LOCAL_PLATFORMS[name];
    const outbound = this.local.config.connectors.find((connector) => connector.id === outboundId(name));
    const identityValue = this.history.members[member]?.identity(String(outbound?.settings.identityType));
    if (!platform || identityValue === undefined) return false;
    if (this.plan.repeatedEntries.has(id)) this.local.air?.deliveries.deliverTwice(1);
    const connector = inboundId(name);
    const asked = { identityValue, audience: 'soak', action, entryId: id };
    return this.post(`/in/${name}/${connector}`, () =>
      platform.entry(asked, this.faults.keys.external(connector)),
    );
  }

  private async post(path: string, posting: () => Posting): Promise<boolean> {
    this.posting += 1;
    try {
      return await post(`${this.local.url}${path}`, posting);
    } finally {
      this.posting -= 1;
    }
  }

  /** Until nothing is on its way any more, from AIR or on a queue. */
  private async settled(): Promise<void> {
    const { air } = this.local;
    for (;;) {
      await this.pace.drained();
      if (!air) return;
      this.airIsStill = false;
      const before = air.deliveries.made.length;
      await air.deliveries.settled();
      this.airIsStill = true;
      await this.pace.drained();
      if (air.deliveries.made.length === before) return;
    }
  }

  private seconds = () => Math.round((performance.now() - this.began) / 100) / 10;

  private async judged(driven: Driven): Promise<Report> {
    const { tell, platforms, seed } = this.options;
    const first = await this.letters();
    const early = this.judgements(driven, first, first, false).flatMap(({ findings }) =>
      findings.filter(({ fault }) => fault === 'lost'),
    );
    const letters = [...first.values()].flat();
    for (let round = 0; round < REDRIVES; round += 1) {
      if ([...(await this.letters()).values()].flat().every(({ reward }) => reward)) if (round > 0) break;
      await this.redriveAll();
      await this.settled();
    }
    tell(`redrew ${letters.length} dead letters after ${this.seconds()} s`);
    const expired = await this.expire();
    const last = await this.letters();
    const judgements = this.judgements(driven, first, last, expired);
    const left = [...last.values()].flat();
    const parked = left.flatMap(({ reward }) => reward ?? []);
    const rewards = judgeRewards(
      this.history.members,
      driven.entries,
      this.local.air?.programme.issued ?? [],
      parked,
    );
    const findings = [...early, ...judgements.flatMap((each) => each.findings), ...rewards.findings];
    const count = (fault: Fault) => findings.filter((finding) => finding.fault === fault).length;
    const { accepted } = driven;
    const missing = new Set(judgements.flatMap((each) => [...each.missing]));
    const whole = this.history.events.filter(
      ({ index, eventId }) => accepted.has(index) && !missing.has(eventId),
    );
    const seconds = this.seconds();
    return {
      seed,
      platforms,
      accepted: accepted.size + driven.entries.length,
      delivered: whole.length + rewards.issued,
      deadLettered: letters.length,
      deadLetteredBy: byReason(letters),
      parked: rewards.parked,
      ambiguous: judgements.reduce((sum, { ambiguous }) => sum + ambiguous, 0),
      lost: count('lost'),
      duplicated: count('duplicated') - rewards.twice,
      stale: count('stale'),
      misdirected: count('misdirected'),
      rewardsTwice: rewards.twice,
      wrong: count('wrong'),
      outOfOrder: count('outOfOrder'),
      leftBehind: left.filter(({ reward }) => !reward).length,
      neverAccepted: driven.refused,
      rewardsIssued: rewards.issued,
      faults: Object.fromEntries([...this.faults.injected].sort(([one], [other]) => (one < other ? -1 : 1))),
      seconds,
      secondsSkipped: Math.round(this.clock.ahead / 1000),
      eventsPerSecond: Math.round((accepted.size / seconds) * 10) / 10,
      findings: findings.slice(0, MOST_FINDINGS),
    };
  }

  /** By connector. */
  private async letters(): Promise<ReadonlyMap<string, readonly Letter[]>> {
    const all = this.local.config.connectors.map(
      async ({ id }) => [id, await lettersOf(this.local, id)] as const,
    );
    return new Map(await Promise.all(all));
  }

  /** As an operator does once the trouble is over. */
  private async redriveAll(): Promise<void> {
    const { queues, config } = this.local;
    for (const { id } of config.connectors)
      await redrive(
        queues.client,
        {
          queueUrl: queues.queueUrl(queueName(id)),
          deadLetterQueueUrl: queues.queueUrl(deadLetterQueueName(id)),
        },
        {},
      );
  }

  /** Moves the clock behind the end of every subscription. */
  private async expire(): Promise<boolean> {
    const ends = this.history.expiries.map(({ at }) => Date.parse(at));
    if (ends.length === 0) return false;
    await this.clock.advance(Math.max(...ends) - Date.now() + 60_000);
    await this.local.expire();
    await this.settled();
    return true;
  }

  /** @param ever what stood on the dead-letter queues before, so that its order of arrival is its own. */
  private judgements(
    driven: Driven,
    ever: ReadonlyMap<string, readonly Letter[]>,
    now: ReadonlyMap<string, readonly Letter[]>,
    expired: boolean,
  ): Judgement[] {
    return this.options.platforms.map((platform) => {
      const id = outboundId(platform);
      const settings = this.local.config.connectors.find((connector) => connector.id === id)?.settings ?? {};
      const letters = ever.get(id) ?? [];
      const wereDead = new Set(letters.flatMap(({ eventIds }) => eventIds));
      const expectations = expectationsOf(this.history, this.happened(driven, expired)).map((sources) =>
        sources.map((source) => (wereDead.has(source.eventId) ? { ...source, arrival: null } : source)),
      );
      const doubts = this.faults.doubts.get(id);
      return judge(this.history.members, expectations, {
        profiles: this.local.platforms[platform]?.profiles() ?? {},
        identityType: String(settings.identityType),
        eventPrefix: String(settings.eventPrefix),
        attributePrefix: String(settings.attributePrefix),
        recognisesRepeats: PLATFORMS[platform]?.outbound?.deduplication != null,
        // Its simulator sorts them by their time, since it promises no order.
        keepsOrder: platform !== 'bloomreach',
        waiting: waitingOf(now.get(id) ?? []),
        doubts: (user, at) => doubts?.of(user, at) ?? 0,
      });
    });
  }

  private happened({ accepted }: Driven, expired: boolean): Happened {
    const { air } = this.local;
    const wallets = new Map(
      air?.programme
        .wallets()
        .map(({ walletId, coupons }) => [walletId, coupons.map(({ accountId }) => accountId)]),
    );
    return {
      accepted,
      issued: air?.programme.issued ?? [],
      untold: new Set(air?.deliveries.undelivered.flatMap(({ event }) => referenceIn(event) ?? [])),
      couponsOf: (walletId) => wallets.get(walletId) ?? [],
      expired,
    };
  }
}

function byReason(letters: readonly Letter[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { reason } of letters) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}
