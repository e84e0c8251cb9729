/** Reward Issued: what a call of SERVICE.TRIGGER gave (https://developer.eagleeye.com/eagleeye-developer/docs/behavioral-action-trigger). */
import type { AccountOperation } from './accounts';
import { requestBody, responseBody } from './body';
import { isCoupon, listedCoupon } from './coupons';
import { pointsOf } from './points';
import { list, object, sum, text } from './reading';
import type { Telling } from './telling';

const isAction = ({ type }: AccountOperation) => type === 'BEHAVIOURAL_ACTION';

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
 * to one who recommended the consumer for example, is not told to this one.
 */
export function tellReward(telling: Telling, accounts: readonly AccountOperation[]): void {
  const request = requestBody(telling.event);
  const response = responseBody(telling.event);
  const action = accounts.find(isAction);
  const walletId = action?.walletId ?? telling.wallets.only ?? text(response.walletId) ?? null;
  const own = accounts.filter((operation) => operation.walletId === walletId);
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
