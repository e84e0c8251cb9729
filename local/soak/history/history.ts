import type { Action } from '../../simulators/air/programme';
import { Random } from '../random';
import { cancelCoupon, issueCoupon, useCoupon } from './coupons';
import type { Entry, Expiry, HistoryEvent } from './facts';
import { joinInOneCall, joinInSteps, leave, updateProfile } from './joining';
import { Maker } from './maker';
import { Member } from './member';
import { gift, goodwill, release, reserve } from './points';
import { buy } from './purchases';
import { refund } from './refunds';
import { creditByHand, subscribe, unsubscribe } from './tiers-and-plans';

/** What happened in a programme, and what is asked of it. */
export interface History {
  readonly members: readonly Member[];
  /** In order of time. */
  readonly events: readonly HistoryEvent[];
  readonly entries: readonly Entry[];
  readonly expiries: readonly Expiry[];
}

const DAY_MS = 24 * 3600 * 1000;
/** Of the whole history, and from its end until the subscriptions end. */
const SPAN_MS = 9 * DAY_MS;
/** Longest time between two events, in seconds. */
const MOST_GAP = 3;
const EVENTS_PER_MEMBER = 8;
/** Fewer of their own events, and a member does not leave: the first ones may come late. */
const EVENTS_BEFORE_LEAVING = 6;

/** Actions that entries ask for: enough of them that each entry of a member can have one to itself. */
export const ACTIONS: readonly Action[] = [
  { reference: 'SOAK-POINTS-1', campaignId: '730501', reward: { kind: 'points', points: 25 } },
  { reference: 'SOAK-POINTS-2', campaignId: '730502', reward: { kind: 'points', points: 150 } },
  {
    reference: 'SOAK-COUPON',
    campaignId: '730503',
    reward: { kind: 'coupon', campaignId: '730504', validDays: 30 },
  },
  { reference: 'SOAK-POINTS-3', campaignId: '730505', reward: { kind: 'points', points: 5 } },
];

/** What a member does next, or nothing where it is not possible. */
type Step = (maker: Maker, member: Member, others: readonly Member[]) => unknown;

/**
 * A programme's history that makes sense: balances add up, what is refunded was bought, and nobody does anything before
 * joining or after leaving. The same seed and number of events give the same one, but for its dates, which end before `nowMs`.
 */
export function makeHistory(options: {
  readonly seed: number;
  readonly events: number;
  readonly nowMs: number;
}): History {
  const { seed, events } = options;
  const random = new Random(`history ${seed}`);
  const gapSeconds = Math.max(1, Math.min(MOST_GAP, Math.floor(SPAN_MS / 1000 / Math.max(events, 1))));
  const today = Math.floor(options.nowMs / DAY_MS) * DAY_MS;
  const maker = new Maker(random, today - SPAN_MS - DAY_MS, gapSeconds);
  const endOfYear = `${new Date(today).getUTCFullYear() + 1}-12-31T23:59:59.000Z`;
  const most = Math.max(2, Math.ceil(events / EVENTS_PER_MEMBER));
  const members: Member[] = [];
  const active: Member[] = [];
  let subscriptions = 0;

  const steps: readonly (readonly [number, Step])[] = [
    [42, buy],
    [10, refund],
    [6, creditByHand],
    [8, issueCoupon],
    [4, useCoupon],
    [2, cancelCoupon],
    [6, goodwill],
    [4, (_, member, others) => gift(maker, member, random.pick(others))],
    [4, reserve],
    [4, release],
    [7, updateProfile],
    [
      4,
      (_, member) => {
        subscriptions += 1;
        // A second of its own for each, some days after the history.
        return subscribe(maker, member, new Date(today + 2 * DAY_MS + subscriptions * 1000).toISOString());
      },
    ],
    [2, unsubscribe],
  ];

  while (maker.events.length < events) {
    const joins = active.length === 0 || (members.length < most && random.chance(1 / EVENTS_PER_MEMBER));
    if (joins) {
      const member = new Member(members.length, seed, endOfYear);
      members.push(member);
      active.push(member);
      if (random.chance(0.6)) joinInOneCall(maker, member);
      else joinInSteps(maker, member);
      continue;
    }
    const member = random.pick(active);
    if (member.events >= EVENTS_BEFORE_LEAVING && random.chance(0.03)) {
      leave(maker, member);
      active.splice(active.indexOf(member), 1);
      continue;
    }
    // What is not possible leaves the turn to another.
    random.weighted(steps)(maker, member, active);
  }
  return {
    members,
    events: maker.events,
    entries: makeEntries(random.fork('entries'), members, events),
    expiries: members.flatMap(({ index, status, subscription }) =>
      status === 'member' && subscription
        ? [{ member: index, subscriptionId: subscription.accountId, at: subscription.endsAt }]
        : [],
    ),
  };
}

/** One in eight events; only of members who stay, since AIR does not find the others. */
function makeEntries(random: Random, members: readonly Member[], events: number): Entry[] {
  const staying = members.filter(({ status }) => status === 'member');
  if (staying.length === 0) return [];
  const asked = new Map<number, number>();
  return Array.from({ length: Math.ceil(events / 8) }, (_, number) => {
    const member = random.pick(staying).index;
    const turn = asked.get(member) ?? 0;
    asked.set(member, turn + 1);
    const action = ACTIONS[turn]?.reference;
    const after = random.int(0, Math.max(events - 1, 0));
    return action === undefined ? [] : [{ id: `soak-entry-${number}`, member, action, after }];
  })
    .flat()
    .sort((one, other) => one.after - other.after);
}
