import type { CallFailure, SimulatedCall } from '../../simulators/simulator';
import type { Doubts } from './doubts';
import type { CallFault, FaultKind } from './kinds';
import type { CallPlan } from './plan';

/** Longer than the 30 s after which a delivering function gives up. */
const TIMEOUT_MS = 31_000;

/** What goes wrong, and how it is told from one call whose turn it is. */
export interface CallFaultsOptions {
  readonly plan: readonly CallPlan[];
  /** Indexes of the members whom a body is about. */
  readonly membersIn: (body: string) => readonly number[];
  /** True for a call whose content is to be refused. */
  readonly refuses: (members: readonly number[]) => boolean;
  readonly credentials: (call: SimulatedCall) => 'fine' | 'refused';
  /** Kills the functions that may have made the call. @returns since when they were in their calls, `performance.now()`. */
  readonly kill: () => number | null;
  readonly count: (kind: FaultKind) => void;
  /** Null for AIR, whose second effects nothing excuses. */
  readonly doubts: Doubts | null;
}

/** How the calls of one run fail: each planned fault at its member's n-th call, and outages of several calls. */
export class CallFaults {
  private readonly seen = new Map<number, number>();
  private readonly planned = new Map<number, CallPlan[]>();
  private outage = 0;
  private healed = false;

  constructor(private readonly options: CallFaultsOptions) {
    for (const plan of options.plan)
      this.planned.set(plan.member, [...(this.planned.get(plan.member) ?? []), plan]);
  }

  /** The next so many calls fail. */
  fail(calls: number): void {
    this.outage += calls;
  }

  /** From now on nothing fails any more. */
  heal(): void {
    this.healed = true;
    this.outage = 0;
  }

  readonly chaos = (call: SimulatedCall): CallFailure | null => {
    const failure = this.decide(call);
    const done =
      failure === null || failure.kind === 'slow' || ('effect' in failure && failure.effect === true);
    const told = failure === null || (failure.kind === 'slow' && failure.ms < TIMEOUT_MS);
    if (done) this.options.doubts?.had(call.body, told);
    return failure;
  };

  private decide(call: SimulatedCall): CallFailure | null {
    const { options } = this;
    if (options.credentials(call) === 'refused')
      return { kind: 'answer', status: 401, body: { message: 'Unauthorized' } };
    if (this.healed) return null;
    const members = options.membersIn(call.body);
    for (const member of members) this.seen.set(member, (this.seen.get(member) ?? 0) + 1);
    if (this.outage > 0) {
      this.outage -= 1;
      return this.outage % 2 === 0 ? { kind: 'reset', effect: false } : { kind: 'answer', status: 503 };
    }
    if (options.refuses(members)) {
      options.count('refused-call');
      return { kind: 'answer', status: 400, body: { message: 'bad content, on purpose' } };
    }
    const plan = this.take(members);
    return plan && this.failureOf(plan);
  }

  /** The first planned fault that is due; the others stay due for the next calls. */
  private take(members: readonly number[]): CallPlan | null {
    for (const member of members) {
      const plans = this.planned.get(member) ?? [];
      const due = plans.find(({ call }) => call <= (this.seen.get(member) ?? 0));
      if (!due) continue;
      plans.splice(plans.indexOf(due), 1);
      return due;
    }
    return null;
  }

  private failureOf({ fault, amount }: CallPlan): CallFailure {
    this.options.count(fault);
    return FAILURES[fault](amount, () => this.kill());
  }

  private kill(): void {
    const since = this.options.kill();
    if (since !== null) this.options.doubts?.killed(since);
  }
}

const FAILURES: Readonly<Record<CallFault, (amount: number, kill: () => void) => CallFailure>> = {
  '5xx': (amount) => ({ kind: 'answer', status: amount % 2 === 0 ? 500 : 503 }),
  '5xx-done': () => ({ kind: 'answer', status: 502, effect: true }),
  '429': () => ({ kind: 'answer', status: 429 }),
  'retry-after': (amount) => ({
    kind: 'answer',
    status: 429,
    headers: {
      'retry-after': amount % 2 === 0 ? String(amount) : new Date(Date.now() + amount * 1000).toUTCString(),
    },
  }),
  reset: () => ({ kind: 'reset', effect: false }),
  'reset-done': () => ({ kind: 'reset', effect: true }),
  slow: (amount) => ({ kind: 'slow', ms: amount }),
  timeout: () => ({ kind: 'slow', ms: TIMEOUT_MS }),
  kill: (_, kill) => {
    kill();
    return { kind: 'reset', effect: false };
  },
  'kill-done': (_, kill) => {
    kill();
    return { kind: 'reset', effect: true };
  },
};
