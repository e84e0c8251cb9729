/** What `POST /services/trigger` does: rewards issued, the answer, and the event that AIR posts afterwards. */
import { randomUUID } from 'node:crypto';
import { type AccountTransaction, accountTransaction } from './accounts';
import { type Action, type Programme, SCHEME_ID, type Wallet } from './programme';
import { airDate, eventDate, identityObject } from './writing';

interface TriggerRequest {
  readonly reference: string;
  readonly identityValue: string;
  readonly wallet: Wallet;
  readonly actions: readonly Action[];
  /** The body as it was sent: it stands in the event. */
  readonly text: string;
}

export interface Triggered {
  readonly answer: Readonly<Record<string, unknown>>;
  readonly event: Readonly<Record<string, unknown>>;
}

function rewardOf(
  programme: Programme,
  { wallet, reference, identityValue }: TriggerRequest,
  action: Action,
  now: Date,
): AccountTransaction[] {
  const actionAccount = {
    accountId: programme.nextId(),
    campaignId: action.campaignId,
    type: 'BEHAVIOURAL_ACTION',
    clientType: 'BEHAVIOURAL_ACTION',
  };
  const before = wallet.points;
  const couponId = programme.issue(wallet, action, reference, identityValue, now);
  const points = action.reward.kind === 'points' ? action.reward.points : 0;
  const transaction = (change: Parameters<typeof accountTransaction>[2]) =>
    accountTransaction(programme, wallet, change, now);
  const reward =
    action.reward.kind === 'points'
      ? transaction({
          accountId: wallet.pointsAccountId,
          campaignId: SCHEME_ID,
          type: 'POINTS',
          clientType: 'RETAILPOINTS',
          event: 'CREDIT',
          value: points,
          balances: { ...wallet.points, pending: 0, lifetimeSpend: 0, lifetimeSpendValue: 0 },
          before: { current: before.current, lifetime: before.lifetime },
          after: { current: wallet.points.current, lifetime: wallet.points.lifetime },
        })
      : transaction({
          accountId: couponId ?? '',
          campaignId: action.reward.campaignId,
          type: 'ECOUPON',
          clientType: 'OFFER',
          event: 'CREATE',
          value: 0,
          endsAt: airDate(new Date(now.getTime() + action.reward.validDays * 24 * 3600 * 1000)),
        });
  return [
    transaction({ ...actionAccount, event: 'CREATE', value: 0 }),
    transaction({ ...actionAccount, event: 'REDEEM', value: points, status: 'USED' }),
    reward,
  ];
}

/** In events, the ids of an issued coupon are shifted by one operation and missing in the last: only the answer has them. */
function operationsOf(accounts: readonly AccountTransaction[]): AccountTransaction[] {
  const [created, redeemed, reward] = accounts;
  if (!created || !redeemed || !reward || reward.account.type !== 'ECOUPON') return [...accounts];
  const withId = (entity: AccountTransaction, accountId: string): AccountTransaction => ({
    ...entity,
    accountId,
    account: { ...entity.account, accountId },
  });
  return [withId(created, reward.accountId), redeemed, { ...withId(reward, ''), accountTransactionId: '' }];
}

/** Issues the rewards. */
export function trigger(programme: Programme, request: TriggerRequest, now: Date): Triggered {
  const { wallet, reference, actions } = request;
  const issued = actions.map((action) => rewardOf(programme, request, action, now));
  const accounts = issued.flat();
  const points = actions.reduce((sum, { reward }) => sum + (reward.kind === 'points' ? reward.points : 0), 0);
  const first = actions[0]?.reward.kind === 'coupon' ? 'COUPON' : 'POINTS';
  const answer = {
    walletTransactionId: programme.nextId(),
    parentWalletTransactionId: '0',
    walletId: wallet.walletId,
    reference,
    transactionDateTime: airDate(now),
    transactionDateTimeOffset: '+00:00',
    identityId: programme.nextId(),
    identity: null,
    type: `BEHAVIOURAL_ACTION_${first}`,
    status: 'SETTLED',
    meta: null,
    state: 'ORIGINAL',
    expiryDate: null,
    accounts,
    basket: {
      contents: null,
      summary: { points: { credit: points, totalPointsGiven: points, totalPointsTaken: 0 } },
      payment: null,
    },
    channel: null,
    location: { storeId: null, storeParentId: null },
    dateCreated: airDate(now),
    lastUpdated: airDate(now),
  };
  return { answer, event: triggerEvent(request, answer, issued.flatMap(operationsOf), now) };
}

function triggerEvent(
  { wallet, text }: TriggerRequest,
  answer: Readonly<Record<string, unknown>>,
  operations: readonly AccountTransaction[],
  now: Date,
): Record<string, unknown> {
  const tier = wallet.tier && {
    objectType: 'tierMembershipEntity',
    operationType: 'UPDATE',
    objectValue: {
      ...wallet.tier,
      status: 'ACTIVE',
      accountIds: [wallet.pointsAccountId],
      dateCreated: airDate(now),
      lastUpdated: airDate(now),
    },
  };
  return {
    headers: eventHeaders('SERVICE.TRIGGER', now),
    request: {
      resource: '/services/trigger',
      method: 'POST',
      body: text,
      contentType: 'application/json',
      customHeaders: [],
    },
    response: { code: 201, body: answer, contentType: 'application/json;charset=utf-8' },
    atomicOperations: [
      ...operations.map((objectValue) => ({
        objectType: 'walletAccountTransactionEntity',
        operationType: 'CREATE',
        objectValue,
      })),
      ...(tier ? [tier] : []),
    ],
    enrichmentData: enrichment(wallet, now),
  };
}

/** The headers of any event. */
export function eventHeaders(eventName: string, now: Date): Record<string, string> {
  return {
    eventName,
    eventDate: eventDate(now),
    eesEnvironmentType: 'simulator',
    eesSubsystemId: 'wallet.simulator',
    callerIp: '127.0.0.1',
    unitId: '730000',
    unitFriendlyName: 'Local run',
    clientId: 'local-run',
    clientIdFriendlyName: 'local run',
    eesEventId: randomUUID(),
    eesMasterEventId: randomUUID(),
    externalMessageId: '',
    eesApiVersion: '2.0',
  };
}

/** What AIR adds to an event when enrichment with identities is set up. */
export function enrichment(wallet: Wallet, now: Date): Record<string, unknown> {
  const { walletId } = wallet;
  return {
    [`walletEntity_${walletId}`]: {
      identities: wallet.identities.map(({ type, value }, index) =>
        identityObject({ identityId: `${walletId}${index}`, walletId, type, value, createdAt: now }),
      ),
    },
  };
}
