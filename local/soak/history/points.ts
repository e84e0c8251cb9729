/** Points that move beside purchases: goodwill, gifts between members, reservations. */
import { SCHEME_ID } from '../../simulators/air/programme';
import { type Maker, pointsState } from './maker';
import type { Balances, Member } from './member';
import { pointsOperation } from './operations';
import { orderOperation } from './orders';

/** Moves a member's points; `lifetime` only grows. */
function move(member: Member, by: number): { readonly before: Balances; readonly after: Balances } {
  const before = member.points;
  const after = {
    ...before,
    current: before.current + by,
    usable: before.usable + by,
    lifetime: before.lifetime + Math.max(by, 0),
  };
  member.points = after;
  return { before, after };
}

/** Points for nothing. */
export function goodwill(maker: Maker, member: Member): void {
  const value = maker.random.int(1, 20) * 10;
  const { before, after } = move(member, value);
  const id = maker.nextId();
  maker.tell({
    eventName: 'WALLET.ACCOUNT.TRANSACTION.CREDIT',
    resource: `/wallet/${member.walletId}/account/${member.pointsAccountId}/goodwill`,
    method: 'PATCH',
    request: { points: value },
    parts: [{ member, tells: [], states: pointsState(member) }],
    operations: (at) => [pointsOperation(member, { id, event: 'GOODWILL', value, at, before, after })],
  });
}

/** One event about two wallets. @returns false where there is nothing to give. */
export function gift(maker: Maker, giver: Member, taker: Member): boolean {
  const value = 20;
  if (giver.points.usable < value || giver === taker) return false;
  const given = move(giver, -value);
  const got = move(taker, value);
  const [giveId, takeId] = [maker.nextId(), maker.nextId()];
  maker.tell({
    eventName: 'WALLET.ACCOUNT.TRANSACTION.GIFT',
    resource: `/wallet/${giver.walletId}/account/${giver.pointsAccountId}/gift`,
    method: 'POST',
    request: { points: value },
    parts: [
      { member: giver, tells: [], states: pointsState(giver) },
      { member: taker, tells: [], states: pointsState(taker) },
    ],
    operations: (at) => [
      pointsOperation(giver, { id: giveId, event: 'GIFT', value, at, ...given }),
      pointsOperation(taker, { id: takeId, event: 'GIFT_IN', value, at, ...got }),
    ],
  });
  return true;
}

/** POSCONNECT.WALLET.SPEND: reserved, and not spent. @returns false where there is nothing to reserve. */
export function reserve(maker: Maker, member: Member): boolean {
  const points = 50;
  const before = member.points;
  if (member.lock || before.usable < points) return false;
  const reference = `HOLD-${member.walletId}-${member.events + 1}`;
  member.lock = { reference, points };
  member.points = { ...before, usable: before.usable - points, locked: before.locked + points };
  const [id, transactionId] = [maker.nextId(), maker.nextId()];
  maker.tell({
    eventName: 'POSCONNECT.WALLET.SPEND',
    resource: '/connect/wallet/spend/spend',
    method: 'POST',
    request: { reference, lock: true },
    parts: [
      {
        member,
        tells: [{ name: 'Points Reserved', properties: { points, scheme_id: SCHEME_ID, reference } }],
        states: pointsState(member),
      },
    ],
    operations: (at) => [
      // The account in a LOCK is as it was before the lock, and its date says so.
      pointsOperation(member, {
        id,
        event: 'LOCK',
        value: points,
        at,
        before,
        after: before,
        accountUpdated: member.joinedAt,
      }),
      orderOperation(member, 'CREATE', {
        transactionId,
        reference,
        type: 'SPEND',
        status: 'ACTIVE',
        at,
        basket: null,
      }),
    ],
  });
  return true;
}

/** POSCONNECT.WALLET.SPEND.VOID. @returns false where nothing is reserved. */
export function release(maker: Maker, member: Member): boolean {
  const { lock, points: before } = member;
  if (!lock) return false;
  member.lock = null;
  const { reference, points } = lock;
  const after = { ...before, usable: before.usable + points, locked: before.locked - points };
  member.points = after;
  const [id, transactionId] = [maker.nextId(), maker.nextId()];
  maker.tell({
    eventName: 'POSCONNECT.WALLET.SPEND.VOID',
    resource: '/connect/wallet/spend/void',
    method: 'POST',
    request: { reference },
    parts: [
      {
        member,
        tells: [{ name: 'Points Released', properties: { points, scheme_id: SCHEME_ID, reference } }],
        states: pointsState(member),
      },
    ],
    operations: (at) => [
      pointsOperation(member, { id, event: 'VOID', value: points, at, before, after }),
      orderOperation(member, 'UPDATE', {
        transactionId,
        reference,
        type: 'SPEND',
        status: 'VOIDED',
        at,
        basket: null,
      }),
    ],
  });
  return true;
}
