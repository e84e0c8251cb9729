import { createHash } from 'node:crypto';
import type { History } from '../history/history';
import { Random } from '../random';
import {
  CALL_FAULTS,
  type CallFault,
  type ContentFault,
  type FaultKind,
  MOMENTS,
  type MomentKind,
} from './kinds';
import { type PostPlan, planPosts } from './posts';

/** A fault of the n-th call that holds anything of a member; which call that is the history decides, not the clock. */
export interface CallPlan {
  readonly fault: CallFault;
  readonly member: number;
  /** From 1. */
  readonly call: number;
  /** Seconds that a Retry-After asks for, ms that a slow answer takes. */
  readonly amount: number;
}

/** Something that happens to the whole installation. */
interface Moment {
  readonly kind: MomentKind;
  /** Once so many posts were begun. */
  readonly after: number;
  /** Calls, messages, or ms of outage, as the kind has it. */
  readonly amount: number;
}

/** A moment at which something goes wrong. */
export type Outage = Moment & { readonly kind: Exclude<MomentKind, 'pause'> };
/** Not a mere pause. */
export const isOutage = (moment: Moment): moment is Outage => moment.kind !== 'pause';

/** A consumer whose content is refused from some event on. */
interface ContentPlan {
  readonly fault: ContentFault;
  readonly member: number;
  /** From this event of the history on, by index. */
  readonly from: number;
}

/** Everything that goes wrong in a run, decided before it begins. */
export interface FaultPlan extends PostPlan {
  readonly platformCalls: readonly CallPlan[];
  readonly airCalls: readonly CallPlan[];
  readonly moments: readonly Moment[];
  readonly contents: readonly ContentPlan[];
  /** Ids of entries that the platform sends twice: at once, or when everything else is over. */
  readonly repeatedEntries: ReadonlySet<string>;
  readonly lateEntries: ReadonlySet<string>;
  /** What AIR does with a `walletTransaction.reference` it has seen, and what the connectors are therefore set to. */
  readonly usedReference: 'accept' | 'refuse';
}

/** Of each kind, per 1,000 events; at least one. */
const CALLS_PER_1000: Readonly<Record<CallFault, number>> = {
  '5xx': 5,
  '5xx-done': 4,
  '429': 2,
  'retry-after': 2,
  reset: 4,
  'reset-done': 5,
  slow: 5,
  timeout: 0,
  kill: 1.5,
  'kill-done': 1.5,
};
/** What starts processes anew, or stops everything, grows more slowly than a run, so that a long one comes to its end. */
const COSTLY: ReadonlySet<string> = new Set(['kill', 'kill-done', ...Object.keys(MOMENTS)]);
const COSTLY_GROWTH = 0.7;
/** Each costs up to 30 s of real time. */
const TIMEOUTS = { fromEvents: 3000, most: 3 };

const MOMENTS_PER_1000: Readonly<
  Record<MomentKind, { readonly times: number; readonly amount: [number, number] }>
> = {
  outage: { times: 1.5, amount: [3, 9] },
  'kill-receive': { times: 1, amount: [1, 8] },
  'sqs-repeat': { times: 4, amount: [2, 8] },
  table: { times: 0.6, amount: [300, 2500] },
  secrets: { times: 0.5, amount: [300, 2000] },
  queue: { times: 0.5, amount: [200, 1200] },
  pause: { times: 0.7, amount: [1, 1] },
  rotate: { times: 0.4, amount: [1, 1] },
};

const CONTENT_PER_MEMBER = 0.006;
const REPEATED_ENTRIES = 0.1;

/** The same seed, history and kinds give the same plan. */
export function planFaults(history: History, seed: number, kinds: ReadonlySet<FaultKind>): FaultPlan {
  const random = new Random(`faults ${seed}`);
  const { events, entries } = history;
  const thousands = events.length / 1000;
  const often = (kind: FaultKind, perThousand: number) =>
    Math.max(1, Math.round(perThousand * (COSTLY.has(kind) ? thousands ** COSTLY_GROWTH : thousands)));
  const calls = Object.keys(CALL_FAULTS).filter((kind): kind is CallFault => kinds.has(kind as FaultKind));
  const timesOf = (fault: CallFault) =>
    fault === 'timeout'
      ? events.length < TIMEOUTS.fromEvents
        ? 0
        : Math.min(TIMEOUTS.most, Math.floor(events.length / TIMEOUTS.fromEvents))
      : often(fault, CALLS_PER_1000[fault]);

  const planCalls = (of: Random, pick: (of: Random) => { member: number; calls: number }, share: number) =>
    calls.flatMap((fault) =>
      Array.from({ length: Math.ceil(timesOf(fault) * share) }, (): CallPlan => {
        const { member, calls: most } = pick(of);
        const amount = fault === 'slow' ? of.int(100, 1500) : of.int(1, 8);
        return { fault, member, call: of.int(1, Math.max(1, most)), amount };
      }),
    );

  const moments = Object.entries(MOMENTS_PER_1000).flatMap(([kind, { times, amount }]) =>
    kinds.has(kind as MomentKind)
      ? Array.from({ length: often(kind as MomentKind, times) }, () => ({
          kind: kind as MomentKind,
          after: random.int(Math.floor(events.length * 0.05), Math.floor(events.length * 0.9)),
          amount: random.int(...amount),
        }))
      : [],
  );

  const contentKinds = (['refused-call', 'item-error'] as const).filter((kind) => kinds.has(kind));
  const contents = contentKinds.flatMap((fault) =>
    Array.from({ length: Math.max(1, Math.round(history.members.length * CONTENT_PER_MEMBER)) }, () => {
      const from = random.int(0, Math.floor(events.length * 0.8));
      return { fault, member: events[from]?.parts[0]?.member ?? 0, from };
    }),
  );

  const ofEvents = random.fork('platform');
  const ofEntries = random.fork('air');
  return {
    ...planPosts(history, random.fork('posts'), kinds),
    platformCalls: planCalls(
      ofEvents,
      (of) => {
        const member = of.pick(events).parts[0]?.member ?? 0;
        return { member, calls: history.members[member]?.events ?? 1 };
      },
      1,
    ),
    airCalls:
      entries.length > 0
        ? planCalls(ofEntries, (of) => ({ member: of.pick(entries).member, calls: 2 }), 0.3)
        : [],
    moments: moments.sort((one, other) => one.after - other.after),
    contents,
    repeatedEntries: some(entries, kinds, random),
    lateEntries: some(entries, kinds, random),
    usedReference: random.chance(0.5) ? 'refuse' : 'accept',
  };
}

/** Tells two runs apart, and shows that a repeated one repeats: of everything that is planned, but not of its dates. */
export function fingerprint({ events, entries }: History, plan: FaultPlan): string {
  const happenings = events.map(({ eventId, eventName, parts }) => [
    eventId,
    eventName,
    parts.map(({ states }) => Object.keys(states)),
  ]);
  const sets = (_: string, value: unknown) => (value instanceof Set ? [...value] : value);
  return createHash('sha256')
    .update(JSON.stringify([happenings, entries, plan], sets))
    .digest('hex')
    .slice(0, 12);
}

const some = (entries: History['entries'], kinds: ReadonlySet<FaultKind>, random: Random) =>
  new Set(
    kinds.has('duplicate') ? entries.filter(() => random.chance(REPEATED_ENTRIES)).map(({ id }) => id) : [],
  );
