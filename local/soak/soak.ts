/** One run of the fault harness: a made-up history through the local bundle while everything fails that can. */
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { moveClock } from '../lambda/clock.mjs';
import type { Local } from '../local';
import { forbiddenOf } from '../log-scan/forbidden';
import { LogScan } from '../log-scan/scan';
import { startLocal } from '../run';
import { drive } from './drive/drive';
import { Pace } from './drive/pace';
import { Callers } from './drive/steering';
import { Faults } from './faults/faults';
import { ALL_FAULTS, type FaultKind } from './faults/kinds';
import { type FaultPlan, fingerprint, planFaults } from './faults/plan';
import { type History, makeHistory } from './history/history';
import { soakConfig, soakProgramme } from './installation';
import { lettersOf } from './letters';
import { importIdentities, type Redrive, redriveAll, unknownMembers } from './remedies';
import { type Report, withLeaks } from './report';
import { judgements, type Letters, reportOf } from './verdict';
import { WorldClock } from './world-clock';

/** Which run. */
interface SoakOptions {
  /** Of the history: AIR events. */
  readonly events: number;
  readonly seed: number;
  /** Default: all. */
  readonly faults?: readonly FaultKind[];
  /** Default: Braze alone. */
  readonly platforms?: readonly string[];
  /** Of this process, loaded before anything that looks at a clock. */
  readonly moveClock: typeof moveClock;
  /** What an operator's command does. */
  readonly redrive: Redrive;
  /** A line about where the run is. */
  readonly tell?: (line: string) => void;
  /** Keeps the functions' log, and says where it is. */
  readonly keepLog?: boolean;
}

const REDRIVES = 2;
/** How long AIR waits before it posts one of its own events again, real time. */
const AIR_RETRIES_MS = [100, 200, 400, 800, 1600, 3000, 3000, 3000, 3000];
/** The run decides when subscriptions are looked at. */
const NEVER_MS = 2 ** 31 - 1;

/** @throws Stuck when nothing moves any more, ConfigError, InvocationError. */
export async function soak(options: SoakOptions): Promise<Report> {
  const { events, seed, tell = () => {} } = options;
  const platforms = options.platforms ?? ['braze'];
  const history = makeHistory({ seed, events, nowMs: Date.now() });
  const plan = planFaults(history, seed, new Set(options.faults ?? ALL_FAULTS));
  const { members, entries } = history;
  tell(
    `${members.length} consumers, ${history.events.length} AIR events, ${entries.length} audience entries`,
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
    expiryEveryMs: NEVER_MS,
  });
  if (options.keepLog) tell(`the functions' log: ${local.logs.path}`);
  try {
    const report = await new Run(local, history, plan, { ...options, platforms, tell }).run();
    const scan = new LogScan(forbiddenOf(local));
    await local.stop();
    return withLeaks(report, await scan.file(local.logs.path));
  } finally {
    await local.stop();
    if (!options.keepLog) rmSync(dirname(local.logs.path), { recursive: true, force: true });
  }
}

class Run {
  private readonly clock: WorldClock;
  private readonly pace: Pace;
  private readonly faults: Faults;
  private readonly callers: Callers;
  private readonly began = performance.now();
  private airIsStill = true;

  constructor(
    private readonly local: Local,
    private readonly history: History,
    private readonly plan: FaultPlan,
    private readonly options: Required<
      Pick<SoakOptions, 'seed' | 'platforms' | 'tell' | 'moveClock' | 'redrive'>
    >,
  ) {
    const { platforms, tell } = options;
    this.clock = new WorldClock(local, options.moveClock);
    this.pace = new Pace(local, this.clock, () => this.callers.posting === 0 && this.airIsStill);
    this.faults = new Faults(local, this.pace, plan, history);
    this.callers = new Callers({
      local,
      history,
      plan,
      faults: this.faults,
      pace: this.pace,
      platforms,
      tell,
    });
  }

  async run(): Promise<Omit<Report, 'leaked'>> {
    this.pace.start();
    try {
      return await this.phases();
    } finally {
      await this.pace.stop();
    }
  }

  private async phases(): Promise<Omit<Report, 'leaked'>> {
    const { local, history, plan, faults } = this;
    const { tell, platforms, seed } = this.options;
    const driven = await drive(history, plan, this.callers);
    faults.count('duplicate', plan.posts.filter(({ repeat }) => repeat).length + plan.latePosts.length);
    faults.count('reorder', plan.heldBack);
    tell(`everything is posted after ${this.seconds()} s`);
    await this.settled();
    faults.heal();
    await this.settled();
    const first = await this.letters();
    const early = judgements({ local, history, faults, driven, platforms, expired: false }, first, first);
    tell(`the queues are empty after ${this.seconds()} s`);
    await this.redriven();
    const expired = await this.expire();
    tell(`what was dead is redriven after ${this.seconds()} s`);
    return reportOf({
      local,
      history,
      faults,
      driven,
      platforms,
      seed,
      plan: fingerprint(history, plan),
      letters: { first, last: await this.letters() },
      early,
      expired,
      seconds: this.seconds(),
      secondsSkipped: Math.round(this.clock.ahead / 1000),
    });
  }

  private seconds = () => Math.round((performance.now() - this.began) / 100) / 10;

  /** Until nothing is on its way any more, from AIR or on a queue. */
  private async settled(): Promise<void> {
    const { air } = this.local;
    for (;;) {
      await this.pace.drained();
      const before = air?.deliveries.made.length;
      // What AIR posts meanwhile is posted by a clock that nobody moves.
      this.airIsStill = false;
      await air?.deliveries.settled();
      this.airIsStill = true;
      await this.pace.drained();
      if (air?.deliveries.made.length === before) return;
    }
  }

  private async letters(): Promise<Letters> {
    const ids = this.local.config.connectors.map(({ id }) => id);
    const letters = await Promise.all(ids.map(async (id) => [id, await lettersOf(this.local, id)] as const));
    return new Map(letters);
  }

  /** Rewards whose outcome nobody knows come back; everything else has to arrive. */
  private async redriven(): Promise<void> {
    for (let round = 1; round <= REDRIVES; round += 1) {
      const letters = [...(await this.letters()).values()].flat();
      const curable = round === 1 ? letters : letters.filter(({ reward }) => !reward);
      if (curable.length === 0) return;
      const unknown = unknownMembers(this.history, letters);
      if (unknown.length > 0) await importIdentities(this.local, unknown);
      await redriveAll(this.local, this.options.redrive);
      await this.settled();
    }
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
}
