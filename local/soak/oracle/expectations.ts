import { expiryEventId } from '../../../functions/air/expiry';
import type { IssuedReward } from '../../simulators/air/programme';
import type { HistoryEvent, Scalar, Told } from '../history/facts';
import type { History } from '../history/history';
import { ACTIONS } from '../history/history';
import type { Member } from '../history/member';

/** One thing that a platform has to have of a member: a loyalty event, or attributes, from one source. */
export interface Source {
  /** `eesEventId`, or what stands for it: tells on a dead-letter queue which message this is. */
  readonly eventId: string;
  readonly at: string;
  readonly tells: readonly Told[];
  readonly states: Readonly<Record<string, Scalar>>;
  /** Place in the order of arrival; null where nobody can say, since it was delivered late or more than once. */
  readonly arrival: number | null;
}

/** Per member, everything that was accepted about them. */
export type Expectations = readonly (readonly Source[])[];

/** What the run did, as far as it decides what has to be there. */
export interface Happened {
  /** Events of the history that were accepted, by index, with their place in the order of arrival. */
  readonly accepted: ReadonlyMap<number, number | null>;
  /** In the order in which AIR issued them. */
  readonly issued: readonly IssuedReward[];
  /** References of rewards whose event AIR could not deliver. */
  readonly untold: ReadonlySet<string>;
  /** Of all wallets, the coupons that rewards gave, in that order. */
  readonly couponsOf: (walletId: string) => readonly string[];
  /** True once the clock was moved behind the ends of the subscriptions. */
  readonly expired: boolean;
}

/** What the platform of a connector has to hold in the end, by what was accepted. */
export function expectationsOf({ members, events, expiries }: History, happened: Happened): Expectations {
  const expected: Source[][] = members.map(() => []);
  const add = (member: number, source: Source) => expected[member]?.push(source);
  for (const event of events) {
    const arrival = happened.accepted.get(event.index);
    if (arrival !== undefined) for (const [member, source] of sourcesOf(event, arrival)) add(member, source);
  }
  for (const member of members) for (const source of rewardsOf(member, happened)) add(member.index, source);
  if (happened.expired)
    for (const { member, subscriptionId, at } of expiries)
      add(member, {
        eventId: expiryEventId({ subscriptionId, expiresAt: at }),
        at,
        arrival: null,
        tells: [
          {
            name: 'Subscription Expired',
            at,
            properties: { subscription_id: subscriptionId, expires_at: at },
          },
        ],
        states: { subscription_status: 'expired', subscription_expires_at: at },
      });
  return expected;
}

function sourcesOf(
  { eventId, at, parts, namesWallet }: HistoryEvent,
  place: number | null,
): [number, Source][] {
  const arrival = namesWallet ? place : null;
  return parts.map(({ member, tells, states }) => [member, { eventId, at, tells, states, arrival }]);
}

/** AIR's own events of rewards: their balances go on where the history ends. */
function rewardsOf(member: Member, { issued, untold, couponsOf }: Happened): Source[] {
  const coupons = [...couponsOf(member.walletId)];
  let points = member.points;
  return issued
    .filter(({ walletId }) => walletId === member.walletId)
    .flatMap(({ reference, action, at }) => {
      const reward = ACTIONS.find((known) => known.reference === action)?.reward;
      const given = reward?.kind === 'points' ? reward.points : 0;
      const coupon = reward?.kind === 'coupon' ? coupons.shift() : undefined;
      points = {
        ...points,
        current: points.current + given,
        usable: points.usable + given,
        lifetime: points.lifetime + given,
      };
      if (untold.has(reference)) return [];
      const properties = { reference, ...(given > 0 && { points: given }) };
      return [
        {
          eventId: reference,
          at,
          arrival: null,
          tells: [
            { name: 'Reward Issued', at, properties },
            ...(coupon === undefined
              ? []
              : [{ name: 'Coupon Issued', at, properties: { coupon_id: coupon } }]),
          ],
          states: {
            last_reward_at: at,
            ...(given > 0 && {
              points_balance: points.current,
              points_usable: points.usable,
              points_locked: points.locked,
              points_lifetime: points.lifetime,
            }),
          },
        },
      ];
    });
}
