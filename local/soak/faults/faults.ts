import { setTimeout as sleep } from 'node:timers/promises';
import type { Local } from '../../local';
import type { Pace } from '../drive/pace';
import type { History } from '../history/history';
import { membersIn, usersIn } from '../installation';
import { CallFaults } from './calls';
import { Doubts } from './doubts';
import { ITEM_ERRORS } from './item-errors';
import { Keys } from './keys';
import type { FaultKind } from './kinds';
import type { FaultPlan, Outage } from './plan';

/** Every fault of a run, put in place between the simulators, the emulators and the functions. */
export class Faults {
  readonly keys: Keys;
  /** How often each kind was injected. */
  readonly injected = new Map<FaultKind, number>();
  /** By outbound connector. */
  readonly doubts = new Map<string, Doubts>();
  private readonly calls: { readonly of: 'air' | 'platform'; readonly faults: CallFaults }[] = [];
  private readonly refused = new Set<number>();
  private readonly badItems = new Set<string>();
  private readonly busy = new Map<Outage['kind'], Promise<void>>();
  private healed = false;

  constructor(
    private readonly local: Local,
    private readonly pace: Pace,
    private readonly plan: FaultPlan,
    private readonly history: History,
  ) {
    this.keys = new Keys(local);
    const refuses = (members: readonly number[]) => members.some((member) => this.refused.has(member));
    const count = (kind: FaultKind) => this.count(kind);
    for (const { id, platform, direction } of local.config.connectors) {
      const simulator = local.platforms[platform]?.simulator;
      if (direction !== 'outbound' || !simulator) continue;
      const doubts = new Doubts(usersIn);
      this.doubts.set(id, doubts);
      const faults = new CallFaults({
        plan: plan.platformCalls,
        membersIn,
        refuses,
        credentials: (call) => this.keys.platforms.get(id)?.judge(call) ?? 'fine',
        kill: () => this.kill(`outbound-deliver-${id}`),
        count,
        doubts,
      });
      this.calls.push({ of: 'platform', faults });
      simulator.interpose(faults.chaos);
      ITEM_ERRORS[platform]?.(simulator, (user) => {
        const bad = this.badItems.has(user);
        if (bad) count('item-error');
        return bad;
      });
    }
    const air = new CallFaults({
      plan: plan.airCalls,
      membersIn,
      refuses: () => false,
      credentials: (call) => this.keys.air.judge(call),
      kill: () => this.killInbound(),
      count,
      doubts: null,
    });
    this.calls.push({ of: 'air', faults: air });
    local.air?.interpose(air.chaos);
  }

  /** From here on nothing goes wrong any more. */
  heal(): void {
    this.healed = true;
    this.refused.clear();
    this.badItems.clear();
    for (const { faults } of this.calls) faults.heal();
  }

  /** The history has come to this event. */
  begun(event: number): void {
    for (const { fault, member, from } of this.plan.contents) {
      if (from !== event || this.healed) continue;
      if (fault === 'refused-call') this.refused.add(member);
      else for (const { value } of this.history.members[member]?.identities ?? []) this.badItems.add(value);
    }
  }

  count(kind: FaultKind, times = 1): void {
    this.injected.set(kind, (this.injected.get(kind) ?? 0) + times);
  }

  /** One of a kind at a time. */
  async outage(moment: Outage): Promise<void> {
    const before = this.busy.get(moment.kind) ?? Promise.resolve();
    const now = before.then(async () => {
      this.count(moment.kind);
      await this.outages[moment.kind](moment.amount);
    });
    this.busy.set(moment.kind, now);
    await now;
  }

  private readonly outages: Readonly<Record<Outage['kind'], (amount: number) => Promise<void> | void>> = {
    outage: (calls) => {
      const of = calls % 3 === 0 ? 'air' : 'platform';
      for (const each of this.calls) if (each.of === of) each.faults.fail(calls);
    },
    'kill-receive': (which) => {
      this.kill(which % 4 === 0 ? 'inbound-receive' : 'outbound-receive', 'all');
    },
    'sqs-repeat': (messages) => {
      for (const poller of Object.values(this.local.pollers)) poller.loseDeletes(messages);
    },
    table: (ms) =>
      this.pace.during(async () => {
        this.local.table.mode = 'down';
        await sleep(ms);
        this.local.table.mode = 'up';
      }),
    secrets: (ms) =>
      this.pace.during(async () => {
        this.local.secrets.mode = 'down';
        // Those that start now have no value from before.
        const cold = Object.keys(this.local.functions).filter(
          (name) => ms % 2 === 0 || name.includes('outbound'),
        );
        for (const name of cold) this.kill(name, 'all');
        await sleep(ms);
        this.local.secrets.mode = 'up';
      }),
    queue: (ms) =>
      this.pace.during(async () => {
        await this.local.queues.setDown(true);
        await sleep(ms);
        await this.local.queues.setDown(false);
      }),
    rotate: () => this.keys.rotate(),
  };

  /** @returns since when the killed ones were in their calls. */
  private kill(name: string, which: 'in-call' | 'all' = 'in-call'): number | null {
    const found = this.local.functions[name];
    const since = found?.inCallSince ?? null;
    found?.kill(which);
    this.pace.disturbed();
    const connector = /^outbound-deliver-(.+)$/.exec(name)?.[1];
    if (since !== null && which === 'all' && connector) this.doubts.get(connector)?.killed(since);
    return since;
  }

  private killInbound(): number | null {
    for (const name of Object.keys(this.local.functions))
      if (name.startsWith('inbound-deliver-')) this.kill(name);
    return null;
  }
}
