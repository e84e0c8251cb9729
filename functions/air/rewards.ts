/** Reward Issued: what a call of SERVICE.TRIGGER gave (https://developer.eagleeye.com/eagleeye-developer/docs/behavioral-action-trigger). */
import type { AccountOperation } from './accounts';
import { requestBody, responseBody } from './body';
import { isCoupon, listedCoupon } from './coupons';
import { pointsOf } from './points';
import { list, number, object, sum, text } from './reading';
import type { Telling } from './telling';
import { rewardedWallet } from './wallets';

const isAction = ({ type }: AccountOperation) => type === 'BEHAVIOURAL_ACTION';

/** AIR could take back only a part of what the call did: https://developer.eagleeye.com/eagleeye-developer/docs/behavioral-action-trigger */
const PARTLY = 207;
const REFUSED = 400;

/** AIR's words for what an account gets, and for taking it back. */
const GIVES = new Set(['CREATE', 'CREDIT', 'EARN']);
const TAKES_BACK = new Set(['VOID', 'CANCEL', 'UNREDEEM']);

/**
 * What the wallet keeps of a call that failed: AIR takes such a call back, but not always all of it. The action says what
 * it gave, so it says nothing any more where anything was taken back.
 */
function kept(
  own: readonly AccountOperation[],
  accounts: readonly AccountOperation[],
): readonly AccountOperation[] {
  const takenBack = new Set(
    accounts.filter(({ event }) => TAKES_BACK.has(event ?? '')).map(({ accountId }) => accountId),
  );
  return own.filter((operation) =>
    isAction(operation) ? takenBack.size === 0 : !takenBack.has(operation.accountId),
  );
}

/** True when an operation gives the wallet something; that an action is loaded is nothing yet. */
const gives = (operation: AccountOperation) =>
  isAction(operation) ? operation.event === 'REDEEM' : GIVES.has(operation.event ?? '');

/**
 * Points that reached an account of the wallet; without such an operation, what its actions say they gave: the points
 * may be on the account of a household. A coupon's reward says 0.
 */
function pointsGiven(own: readonly AccountOperation[]): number | undefined {
  const given = pointsOf(own, 'CREDIT', 'EARN');
  const said = sum(
    own.filter((operation) => isAction(operation) && operation.event === 'REDEEM').map(({ value }) => value),
  );
  return (given ?? said) || undefined;
}

/**
 * Tells the reward to the wallet of the action, once, whatever AIR leaves out. What the same call gave to another wallet,
 * to one who recommended the consumer for example, is not told to this one. A call that failed gave no reward, unless the
 * wallet keeps something of it.
 */
export function tellReward(telling: Telling, accounts: readonly AccountOperation[]): void {
  const request = requestBody(telling.event);
  const response = responseBody(telling.event);
  const action = accounts.find(isAction);
  const walletId = action?.walletId ?? telling.wallets.only ?? rewardedWallet(telling.event);
  const code = number(telling.event.response.code) ?? 0;
  const failed = code === PARTLY || code >= REFUSED;
  const here = accounts.filter((operation) => operation.walletId === walletId);
  const own = failed ? kept(here, accounts) : here;
  if (failed && !own.some(gives)) return;
  const coupons = own
    .filter((operation) => isCoupon(operation) && operation.event === 'CREATE')
    .map(listedCoupon);
  telling.tell('Reward Issued', walletId, text(response.walletTransactionId) ?? '0', {
    action_references: list(request.triggers).flatMap((trigger) => text(object(trigger).reference) ?? []),
    reference: text(object(request.walletTransaction).reference) ?? text(response.reference),
    campaign_id: action?.campaignId,
    points: pointsGiven(own),
    coupons: coupons.length > 0 ? coupons : undefined,
  });
  telling.describe(walletId, { last_reward_at: telling.event.occurredAt });
}
