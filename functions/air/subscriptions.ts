/** Subscriptions: joined and cancelled, and what has to be remembered since AIR is silent when one expires. */
import { type AccountOperation, relatedAccounts, validFrom, validUntil } from './accounts';
import { listedCoupon } from './coupons';
import { isoUtc } from './dates';
import type { SubscriptionState } from './known';
import type { PropertyValue } from './loyalty-event';
import { type Json, object, text } from './reading';
import type { Attributes, Telling } from './telling';

const SUBSCRIPTION = 'STANDARD_SUBSCRIPTION';

const NAMES = { CREATE: 'Subscription Joined', CANCEL: 'Subscription Cancelled' } as const;

const isSubscription = ({ type }: AccountOperation) => type === SUBSCRIPTION;

/**
 * When it ends, or ended; null: never. One that AIR calls expired ended by now, whatever its dates say.
 * @param now the event's date.
 */
function endOf(account: Json, now: string): string | null {
  const end = isoUtc(object(account.dates).end) ?? null;
  return account.status === 'EXPIRED' && (end === null || end > now) ? now : end;
}

function stateOf(
  walletId: string,
  subscriptionId: string,
  account: Json,
  cancelled: boolean,
  now: string,
): SubscriptionState {
  const gone = cancelled || account.status === 'CANCELLED' || account.status === 'DELETED';
  return {
    walletId,
    subscriptionId,
    campaignId: text(account.campaignId) ?? null,
    expiresAt: gone ? null : endOf(account, now),
    status: gone ? 'cancelled' : 'active',
  };
}

/** Which of two active subscriptions lasts longer; one without an end lasts longest. */
const lasting = (state: SubscriptionState) => state.expiresAt ?? '9999';

/** Not cancelled, but its end has come: Subscription Expired follows, since it is remembered as due. */
const isOver = (state: SubscriptionState, now: string) => state.status === 'active' && lasting(state) <= now;

/**
 * The subscription attributes of a wallet.
 * @param states every subscription of the wallet that is known, the one that changed included.
 * @param ended the status when none is active.
 */
export function subscriptionAttributes(
  states: readonly SubscriptionState[],
  ended: 'cancelled' | 'expired',
  endedAt: string | null = null,
): Attributes {
  const active = states
    .filter(({ status }) => status === 'active')
    .reduce<SubscriptionState | undefined>(
      (best, state) => (best && lasting(best) >= lasting(state) ? best : state),
      undefined,
    );
  return active
    ? { subscription_status: 'active', subscription_expires_at: active.expiresAt }
    : { subscription_status: ended, subscription_expires_at: endedAt };
}

/** By id, each subscription of the event as the event leaves it; nothing where there is none. */
function subscriptionsOf(
  telling: Telling,
  accounts: readonly AccountOperation[],
): ReadonlyMap<string, SubscriptionState> | undefined {
  let states: Map<string, SubscriptionState> | undefined;
  const add = (walletId: string | null, account: Json, subscriptionId?: string, cancelled = false) => {
    if (walletId === null || subscriptionId === undefined) return;
    states ??= new Map();
    states.set(
      subscriptionId,
      stateOf(walletId, subscriptionId, account, cancelled, telling.event.occurredAt),
    );
  };
  // An end that is moved comes as an update of the account itself, without a transaction.
  for (const operation of telling.event.operations)
    if (
      operation.objectType === 'walletAccountEntity' &&
      operation.operationType !== 'READ' &&
      operation.value.type === SUBSCRIPTION
    )
      add(telling.wallets.ownerOf(operation), operation.value, text(operation.value.accountId));
  for (const operation of accounts)
    if (isSubscription(operation))
      add(operation.walletId, operation.account, operation.accountId, operation.event === 'CANCEL');
  return states;
}

/** The newest of the event's date and of those by which the wallet's subscriptions are shown already. */
const newestOf = (occurredAt: string, known: readonly SubscriptionState[]): string =>
  known.reduce((newest, { shownAsOf = '' }) => (shownAsOf > newest ? shownAsOf : newest), occurredAt);

/**
 * Remembers each subscription as the event leaves it, and describes its wallet by the newest active one. The attributes
 * follow from all of the wallet's subscriptions: where a newer event of another one came first, they are as new as that.
 */
export function describeSubscriptions(telling: Telling, accounts: readonly AccountOperation[]): void {
  const states = subscriptionsOf(telling, accounts);
  if (!states) return;
  telling.subscriptions = [...states.values()];
  const { occurredAt } = telling.event;
  for (const walletId of new Set(telling.subscriptions.map((state) => state.walletId))) {
    const known = telling.known.subscriptions?.[walletId] ?? [];
    const isRemembered = ({ subscriptionId, asOf = '' }: SubscriptionState) =>
      !states.has(subscriptionId) || asOf > occurredAt;
    const others = known.filter(isRemembered);
    const remembered = new Set(others.map(({ subscriptionId }) => subscriptionId));
    const changed = telling.subscriptions.filter(
      (state) => state.walletId === walletId && !remembered.has(state.subscriptionId),
    );
    const asOf = newestOf(occurredAt, known);
    const running = [...others, ...changed].filter((state) => !isOver(state, asOf));
    const expired = changed.findLast((state) => isOver(state, asOf));
    const attributes = subscriptionAttributes(running, expired ? 'expired' : 'cancelled', expired?.expiresAt);
    if (asOf === occurredAt) telling.describe(walletId, attributes);
    else telling.describeNewer(walletId, asOf, attributes);
  }
}

/**
 * The coupons that come or go with an account: those of this event in full, the others by their id. Another wallet's
 * coupon may belong to it too, and is that wallet's own news.
 */
export function dependentCoupons(
  owner: AccountOperation,
  accounts: readonly AccountOperation[],
  relationships: { readonly mine: string; readonly theirs: string },
): PropertyValue[] {
  const here = accounts.filter(
    ({ account, event }) =>
      event === owner.event &&
      owner.accountId !== undefined &&
      relatedAccounts(account, relationships.theirs).includes(owner.accountId),
  );
  const ids = new Set(here.map(({ accountId }) => accountId));
  const others = relatedAccounts(owner.account, relationships.mine).filter((id) => !ids.has(id));
  const own = here.filter(({ walletId }) => walletId === owner.walletId);
  return [...own.map(listedCoupon), ...others.map((coupon_id) => ({ coupon_id }))];
}

/** Tells what was joined or cancelled, with the coupons that come or go with it. */
export function tellSubscriptions(telling: Telling, accounts: readonly AccountOperation[]): void {
  for (const operation of accounts) {
    if (!isSubscription(operation) || (operation.event !== 'CREATE' && operation.event !== 'CANCEL'))
      continue;
    telling.tell(NAMES[operation.event], operation.walletId, operation.entity, {
      subscription_id: operation.accountId,
      campaign_id: operation.campaignId,
      starts_at: validFrom(operation.account),
      expires_at: validUntil(operation.account),
      entitlements: dependentCoupons(operation, accounts, { mine: 'ENTITLEMENT', theirs: 'ENTITLEMENT_OF' }),
    });
  }
}
