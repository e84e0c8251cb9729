/** Joining, in one call or in several, changing one's profile, and leaving. */
import { SCHEME_ID } from '../../simulators/air/programme';
import type { Operation } from './air-event';
import { newCoupon, offerOperation } from './coupons';
import type { Maker } from './maker';
import { pointsState, tierState } from './maker';
import { type Member, NO_POINTS } from './member';
import {
  consumerOperation,
  identityOperations,
  pointsOperation,
  tierOperation,
  walletOperation,
} from './operations';

const joined = (member: Member) => ({ loyalty_status: 'member', loyalty_joined_at: member.joinedAt });

function schemeOperations(member: Member, tierId: string, id: string, at: string): Operation[] {
  const balances = { points: 0, spend: 0, transactions: 0 };
  return [
    pointsOperation(member, { id, event: 'CREATE', value: 0, at, before: NO_POINTS, after: NO_POINTS }),
    tierOperation(member, 'CREATE', { tierId, balances, at }),
  ];
}

/** SERVICE.WALLET.ACCOUNTS.CREATE: everything at once, some with a coupon of welcome. */
export function joinInOneCall(maker: Maker, member: Member): void {
  member.joinedAt = maker.now;
  member.status = 'member';
  member.marketing = maker.random.chance(0.6);
  const consumer = { email: member.email, marketing: member.marketing };
  const coupon = maker.random.chance(0.3) ? newCoupon(maker, member) : null;
  const [accountId, couponId] = [maker.nextId(), maker.nextId()];
  const { tierId } = member;
  maker.tell({
    eventName: 'SERVICE.WALLET.ACCOUNTS.CREATE',
    resource: '/services/wallet/accounts',
    method: 'POST',
    request: { type: 'CONSUMER', identities: member.identities },
    parts: [
      {
        member,
        tells: [
          {
            name: 'Loyalty Program Joined',
            properties: { scheme_id: SCHEME_ID, marketing_opt_in: member.marketing },
          },
          { name: 'Tier Joined', properties: { tier_id: tierId } },
          ...(coupon ? [{ name: 'Coupon Issued', properties: { coupon_id: coupon.accountId } }] : []),
        ],
        states: {
          ...pointsState(member),
          ...tierState(member),
          ...joined(member),
          marketing_opt_in: consumer.marketing,
          email: consumer.email,
        },
      },
    ],
    operations: (at) => [
      walletOperation(member, 'CREATE', at),
      ...identityOperations(member, 'CREATE', at),
      ...(coupon ? [offerOperation(member, coupon, { id: couponId, event: 'CREATE', at })] : []),
      ...schemeOperations(member, tierId, accountId, at),
      consumerOperation(member, 'CREATE', consumer, at),
    ],
  });
}

/** The first of several calls: the wallet, whose identities nobody knows yet. */
export function joinInSteps(maker: Maker, member: Member): void {
  member.joinedAt = maker.now;
  member.marketing = maker.random.chance(0.6);
  const consumer = { email: member.email, marketing: member.marketing };
  const { random } = maker;
  const { tierId } = member;
  maker.tell({
    eventName: 'WALLET.CREATE',
    resource: '/wallet',
    method: 'POST',
    request: { type: 'CONSUMER' },
    enriched: [],
    parts: [{ member, tells: [{ name: 'Loyalty Program Joined', properties: {} }], states: joined(member) }],
    operations: (at) => [walletOperation(member, 'CREATE', at)],
  });
  maker.tell({
    eventName: 'WALLET.IDENTITY.CREATE',
    resource: `/wallet/${member.walletId}/identity`,
    method: 'POST',
    enriched: random.chance(0.5) ? [] : [member],
    parts: [{ member, tells: [], states: {} }],
    operations: (at) => identityOperations(member, 'CREATE', at),
  });
  const accountId = maker.nextId();
  maker.tell({
    eventName: 'WALLET.ACCOUNT.CREATE.SCHEME',
    resource: `/wallet/${member.walletId}/scheme/${SCHEME_ID}/account`,
    method: 'POST',
    request: { status: 'ACTIVE' },
    parts: [
      {
        member,
        tells: [
          {
            name: 'Loyalty Scheme Joined',
            properties: { scheme_id: SCHEME_ID, account_id: member.pointsAccountId },
          },
          { name: 'Tier Joined', properties: { tier_id: tierId } },
        ],
        states: { ...pointsState(member), ...tierState(member) },
      },
    ],
    operations: (at) => schemeOperations(member, tierId, accountId, at),
  });
  maker.tell({
    eventName: 'WALLET.CONSUMER.CREATE',
    resource: `/wallet/${member.walletId}/consumer`,
    method: 'POST',
    parts: [profilePart(member)],
    operations: (at) => [consumerOperation(member, 'CREATE', consumer, at)],
  });
  member.status = 'member';
}

const profilePart = (member: Member) => ({
  member,
  tells: [{ name: 'Member Profile Updated', properties: { marketing_opt_in: member.marketing } }],
  states: { marketing_opt_in: member.marketing, email: member.email },
});

/** WALLET.CONSUMER.UPDATE: another e-mail address, another consent. */
export function updateProfile(maker: Maker, member: Member): void {
  member.profileUpdates += 1;
  member.email = member.email.replace(/-\d+@/, `-${member.profileUpdates}@`);
  member.marketing = !member.marketing;
  const consumer = { email: member.email, marketing: member.marketing };
  maker.tell({
    eventName: 'WALLET.CONSUMER.UPDATE',
    resource: `/wallet/${member.walletId}/consumer`,
    method: 'PATCH',
    parts: [profilePart(member)],
    operations: (at) => [consumerOperation(member, 'UPDATE', consumer, at)],
  });
}

/** SERVICE.WALLET.DELETE: the identities arrive rewritten, so that only the wallet's id says who it was. */
export function leave(maker: Maker, member: Member): void {
  const { points: before, email, marketing } = member;
  const after = { current: 0, usable: 0, locked: 0, lifetime: before.lifetime };
  member.points = after;
  member.status = 'left';
  const cancelled = member.coupons;
  member.coupons = [];
  const ids = [maker.nextId(), ...cancelled.map(() => maker.nextId())];
  maker.tell({
    eventName: 'SERVICE.WALLET.DELETE',
    resource: `/services/wallet/${member.walletId}`,
    method: 'DELETE',
    emptied: true,
    parts: [
      {
        member,
        tells: [{ name: 'Loyalty Program Left', properties: {} }],
        states: { ...pointsState(member), loyalty_status: 'left', loyalty_left_at: maker.now },
      },
    ],
    operations: (at) => {
      const account = pointsOperation(member, {
        id: ids[0] ?? '',
        event: 'CANCEL',
        value: 0,
        at,
        before,
        after,
        status: 'CANCELLED',
      });
      return [
        // AIR lists some operations of a deletion twice.
        account,
        account,
        ...cancelled.map((coupon, place) =>
          offerOperation(member, coupon, { id: ids[place + 1] ?? '', event: 'CANCEL', at }),
        ),
        ...identityOperations(member, 'DELETE', at),
        consumerOperation(member, 'DELETE', { email, marketing }, at),
        walletOperation(member, 'DELETE', at),
      ];
    },
  });
}
