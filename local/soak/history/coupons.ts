/** Coupons that are issued, used in another system, and taken back. */
import type { Operation } from './air-event';
import type { Maker } from './maker';
import type { Coupon, Member } from './member';
import { accountOperation } from './operations';

const CAMPAIGNS = ['730201', '730202', '730204'] as const;
const STATUS: Readonly<Record<string, string>> = { REDEEM: 'USED', CANCEL: 'CANCELLED' };

/** A coupon of this member's, not issued yet. */
export function newCoupon(maker: Maker, member: Member): Coupon {
  const coupon = { accountId: member.nextAccount('coupon'), campaignId: maker.random.pick(CAMPAIGNS) };
  member.coupons.push(coupon);
  return coupon;
}

/** What happened to a coupon; `value` in minor units. */
export function offerOperation(
  member: Member,
  { accountId, campaignId }: Coupon,
  change: { readonly id: string; readonly event: string; readonly at: string; readonly value?: number },
): Operation {
  const { id, event, at, value = 0 } = change;
  return accountOperation(member, {
    id,
    accountId,
    campaignId,
    type: 'ECOUPON',
    clientType: 'OFFER',
    event,
    value,
    at,
    ...(STATUS[event] !== undefined && { status: STATUS[event] }),
  });
}

function tellOffer(
  maker: Maker,
  member: Member,
  coupon: Coupon,
  of: { readonly eventName: string; readonly event: string; readonly name: string },
): void {
  const id = maker.nextId();
  const { accountId, campaignId } = coupon;
  maker.tell({
    eventName: of.eventName,
    resource: `/wallet/${member.walletId}/account/${accountId}`,
    method: of.event === 'CREATE' ? 'POST' : 'PATCH',
    parts: [
      {
        member,
        tells: [{ name: of.name, properties: { coupon_id: accountId, campaign_id: campaignId } }],
        states: {},
      },
    ],
    operations: (at) => [offerOperation(member, coupon, { id, event: of.event, at })],
  });
}

/** WALLET.ACCOUNT.CREATE.CAMPAIGN. */
export function issueCoupon(maker: Maker, member: Member): void {
  tellOffer(maker, member, newCoupon(maker, member), {
    eventName: 'WALLET.ACCOUNT.CREATE.CAMPAIGN',
    event: 'CREATE',
    name: 'Coupon Issued',
  });
}

/** A coupon that the member has, and has no longer. */
export function takeCoupon(member: Member): Coupon | null {
  return member.coupons.shift() ?? null;
}

/** @returns false where there is none to use. */
export function useCoupon(maker: Maker, member: Member): boolean {
  const coupon = takeCoupon(member);
  if (!coupon) return false;
  tellOffer(maker, member, coupon, {
    eventName: 'WALLET.ACCOUNT.TRANSACTION.REDEEM',
    event: 'REDEEM',
    name: 'Coupon Redeemed',
  });
  return true;
}

/** @returns false where there is none to take back. */
export function cancelCoupon(maker: Maker, member: Member): boolean {
  const coupon = takeCoupon(member);
  if (!coupon) return false;
  tellOffer(maker, member, coupon, {
    eventName: 'WALLET.ACCOUNT.UPDATE',
    event: 'CANCEL',
    name: 'Coupon Cancelled',
  });
  return true;
}
