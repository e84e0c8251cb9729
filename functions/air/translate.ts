/**
 * Step 1 of the translation, pure: an AIR event becomes loyalty events and profiles. What happened is read from the
 * operations, the same way for any event; the event's name only chooses the leading event.
 */
import type { OutboundSettings } from '../connectors/settings';
import { type AccountOperation, accountOperations } from './accounts';
import { type CouponValues, couponValues } from './coupon-values';
import { ownersOf, tellCoupons, withCouponIds } from './coupons';
import type { AirEvent, Operation } from './event';
import { tellFulfilment } from './fulfilments';
import type { Known, Remember } from './known';
import { walletsLeft } from './lessons';
import type { Translation } from './loyalty-event';
import { consumersOf, describeMembers, tellLeft, tellMembers } from './members';
import { describePoints, tellPoints } from './points';
import { tellProgress } from './progress';
import { rememberOrders, tellPurchase } from './purchases';
import { number } from './reading';
import { tellRefund } from './refunds';
import { tellReward } from './rewards';
import { orderIdOf, spendContext } from './spending';
import { describeSubscriptions, tellSubscriptions } from './subscriptions';
import { Telling } from './telling';
import { tierMemberships } from './tier-memberships';
import { describeTiers, tellTiers } from './tiers';
import { standing, walletTransactions } from './transactions';

/** The leading events that tell of points themselves, so that no movement is told beside them. */
type Lead = 'purchase' | 'fulfilment' | 'refund' | 'reward';

const LEADS: ReadonlyMap<string, Lead> = new Map([
  ['POSCONNECT.WALLET.SETTLE', 'purchase'],
  ['POSCONNECT.WALLET.FULFIL', 'fulfilment'],
  ['POSCONNECT.WALLET.REFUND', 'refund'],
  ['POSCONNECT.WALLET.RETURN', 'refund'],
  ['SERVICE.TRIGGER', 'reward'],
]);

/** A basket is open: nothing has happened yet. */
const OPEN = 'POSCONNECT.WALLET.OPEN';

/** From this HTTP status on AIR did not do what was asked, and an event's name says only what was asked. */
const REFUSED = 400;

const NO_DATE =
  'No date in the event: headers.eventDate is missing, or before the year 2000, or in the future';
const UNDATED = {
  operations: `${NO_DATE}; the newest one of its operations is taken`,
  receipt: `${NO_DATE}; the time of its receipt is taken`,
} as const;

const isRead = ({ operationType }: Operation) => operationType === 'READ';

/** True for coupons that come or go with a subscription or quest of their wallet in this event: its own event lists them. */
function toldInside(accounts: readonly AccountOperation[]): (coupon: AccountOperation) => boolean {
  const key = ({ walletId, event }: AccountOperation, accountId: string | undefined) =>
    `${walletId}:${event}:${accountId}`;
  let comingOrGoing: ReadonlySet<string> | undefined;
  return (coupon) => {
    const owners = ownersOf(coupon);
    if (owners.length === 0 || (coupon.event !== 'CREATE' && coupon.event !== 'CANCEL')) return false;
    comingOrGoing ??= new Set(accounts.map((operation) => key(operation, operation.accountId)));
    return owners.some((accountId) => comingOrGoing?.has(key(coupon, accountId)));
  };
}

/**
 * Everything that an AIR event says, wallet by wallet: each result carries its own wallet's identity only.
 * @param known what the directory knows beside the event; `NOTHING_KNOWN` is fine.
 * @returns loyalty events and profiles of all wallets, and what later events of the same connector need to know.
 */
export function translate(
  event: AirEvent,
  settings: OutboundSettings,
  known: Known,
): Translation & { remember: Remember } {
  const telling = new Telling(event, settings, known);
  if ((number(event.response.code) ?? 0) >= REFUSED && event.operations.every(isRead))
    return telling.result();
  if (event.datedBy !== 'header') telling.problem(UNDATED[event.datedBy]);
  const accounts = withCouponIds(telling, accountOperations(event, telling.wallets));
  const transactions = walletTransactions(event, telling.wallets);
  const memberships = tierMemberships(telling);
  const consumers = consumersOf(telling);
  const left = walletsLeft(event, telling.wallets);

  describePoints(telling, accounts);
  describeTiers(telling, memberships, left);
  describeSubscriptions(telling, accounts);
  describeMembers(telling, consumers);
  if (event.eventName === OPEN) {
    const result = telling.result();
    return { ...result, profiles: result.profiles.map((profile) => ({ ...profile, provisional: true })) };
  }
  const lead = LEADS.get(event.eventName);
  // What is refunded whole may be a cancelled order: that is its state, and nothing that was taken back.
  rememberOrders(telling, lead === 'refund' ? transactions : standing(transactions));

  let read: CouponValues | undefined;
  const values = () => {
    read ??= couponValues(transactions, accounts);
    return read;
  };
  tellLeft(telling, left);
  tellMembers(telling, accounts, consumers);
  if (lead === 'purchase') tellPurchase(telling, transactions, accounts);
  if (lead === 'fulfilment') tellFulfilment(telling, transactions, accounts);
  if (lead === 'refund') tellRefund(telling, transactions, accounts, values());
  if (lead === 'reward') tellReward(telling, accounts);
  tellSubscriptions(telling, accounts);
  tellProgress(telling, accounts);
  tellCoupons(telling, accounts, {
    toldInside: toldInside(accounts),
    values,
    orderIdOf: (walletId) => orderIdOf(transactions, walletId),
    isRefund: lead === 'refund',
  });
  tellPoints(telling, accounts, {
    movements: lead === undefined,
    spend: (walletId) => spendContext(event, transactions, walletId),
  });
  tellTiers(telling, memberships);
  return telling.result();
}
