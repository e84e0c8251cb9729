/** What a coupon's `value` means: AIR writes money and points into the same field. */
import type { AccountOperation } from './accounts';
import { type Json, list, number, object, text } from './reading';
import type { WalletTransaction } from './transactions';

/** By the coupon's account id, as the order's summary adjusted (money) or adjudicated (points) it. */
export interface CouponValues {
  /** Minor units taken off the order, by all uses of the coupon together. */
  readonly discounts: ReadonlyMap<string, number>;
  /** What of it was taken off single lines, so that the lines' totals after discount may be without it already. */
  readonly ofLines: ReadonlyMap<string, number>;
  readonly pointsOffers: ReadonlySet<string>;
  /** Redeemed more than once in this event. */
  readonly usedAgain: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

function usedAgain(accounts: readonly AccountOperation[]): ReadonlySet<string> {
  const used = new Set<string>();
  let again: Set<string> | undefined;
  for (const { type, event, accountId } of accounts) {
    if (type !== 'ECOUPON' || event !== 'REDEEM' || accountId === undefined) continue;
    if (used.has(accountId)) again = (again ?? new Set()).add(accountId);
    used.add(accountId);
  }
  return again ?? NONE;
}

function addDiscounts(discounts: Map<string, number>, results: readonly unknown[]): void {
  const added = new Map<string, number>();
  for (const entry of results) {
    const result = object(entry);
    const accountId = text(result.targetedAccountId);
    const amount = number(result.totalDiscountAmount) ?? number(result.value);
    if (accountId !== undefined && amount) added.set(accountId, (added.get(accountId) ?? 0) + amount);
  }
  for (const [accountId, amount] of added) discounts.set(accountId, amount);
}

function addPointsOffers(offers: Set<string>, part: Json): void {
  for (const entry of list(part.adjudicationResults)) {
    const result = object(entry);
    const accountId = text(result.targetedAccountId);
    if (result.type === 'redeem' && accountId !== undefined) offers.add(accountId);
  }
}

/** Reads the orders of an event; of several states of an order the last wins. */
export function couponValues(
  transactions: readonly WalletTransaction[],
  accounts: readonly AccountOperation[],
): CouponValues {
  const ofLines = new Map<string, number>();
  const ofOrder = new Map<string, number>();
  const pointsOffers = new Set<string>();
  for (const { type, summary, lines } of transactions) {
    if (type !== 'SETTLE') continue;
    for (const part of [summary, ...lines]) addPointsOffers(pointsOffers, part);
    addDiscounts(
      ofLines,
      lines.flatMap((line) => list(line.adjustmentResults)),
    );
    addDiscounts(ofOrder, list(summary.adjustmentResults));
  }
  for (const accountId of pointsOffers) ofLines.delete(accountId);
  return {
    discounts: new Map([...ofLines, ...ofOrder]),
    ofLines,
    pointsOffers,
    usedAgain: usedAgain(accounts),
  };
}

/** What redeeming or unredeeming the coupon was worth: minor units, or points, or neither when AIR does not say which. */
export function couponValue(
  { accountId, event, value }: AccountOperation,
  { discounts, pointsOffers, usedAgain }: CouponValues,
): { readonly discountMinor?: number | undefined; readonly points?: number | undefined } {
  if (accountId === undefined) return {};
  const discount = discounts.get(accountId);
  if (discount !== undefined) {
    // The order says what all uses took off it together, the operation what one of them did.
    if (usedAgain.has(accountId)) return value ? { discountMinor: value } : {};
    return { discountMinor: event === 'REDEEM' ? discount : value || discount };
  }
  return pointsOffers.has(accountId) && value ? { points: value } : {};
}
