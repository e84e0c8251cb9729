import type { Local } from '../../local/local';
import type { Wallet } from '../../local/simulators/air/programme';
import { enrichment, eventHeaders } from '../../local/simulators/air/trigger';
import { airDate } from '../../local/simulators/air/writing';
import { until } from '../local/until';
import { brazeOf, newConsumer, postEvent, startBundle, stopBundle } from './bundle';

jest.setTimeout(60_000);

const DAY = 24 * 3600 * 1000;
let local: Local;

beforeAll(async () => {
  local = await startBundle({ visibilitySeconds: 3 });
});
afterAll(() => stopBundle(local));

/** A subscription that is joined, or cancelled. */
function subscriptionEvent(wallet: Wallet, id: string, endsAt: Date, change: 'CREATE' | 'CANCEL') {
  const now = new Date();
  const [eventName, operationType] =
    change === 'CREATE' ? ['WALLET.ACCOUNT.CREATE.PLAN', 'CREATE'] : ['WALLET.ACCOUNT.UPDATE', 'CREATE'];
  return {
    headers: eventHeaders(eventName!, now),
    request: { resource: '/wallet/account', method: 'POST', body: null, customHeaders: [] },
    response: { code: 201, body: [], contentType: 'application/json' },
    atomicOperations: [
      {
        objectType: 'walletAccountTransactionEntity',
        operationType,
        objectValue: {
          accountTransactionId: `${id}-${change}`,
          parentAccountTransactionId: '',
          accountId: id,
          account: {
            accountId: id,
            walletId: wallet.walletId,
            campaignId: '740001',
            type: 'STANDARD_SUBSCRIPTION',
            clientType: 'STANDARD',
            status: change === 'CREATE' ? 'ACTIVE' : 'CANCELLED',
            state: 'LOADED',
            dates: { start: airDate(now), end: airDate(endsAt) },
            balances: [],
            relationships: [],
            meta: [],
            lastUpdated: airDate(now),
          },
          event: change,
          value: 0,
          dateCreated: airDate(now),
          lastUpdated: airDate(now),
        },
      },
    ],
    enrichmentData: enrichment(wallet, now),
  };
}

const told = (wallet: Wallet) =>
  (brazeOf(local).profile(wallet.identities[0]!.value)?.events ?? [])
    .map(({ name }) => name)
    .filter((name) => name.includes('Subscription'));
const idle = () => until(async () => (await local.waiting('braze-news')) === 0);

test('a subscription that ends while the clock is moved is told once; one that was cancelled is not', async () => {
  const [ends, cancels, lasts] = [7901, 7902, 7903].map((number) => newConsumer(local, number));
  const in30Days = new Date(Date.now() + 30 * DAY);
  await postEvent(local, subscriptionEvent(ends!, '5501', in30Days, 'CREATE'));
  await postEvent(local, subscriptionEvent(cancels!, '5502', in30Days, 'CREATE'));
  await postEvent(local, subscriptionEvent(lasts!, '5503', new Date(Date.now() + 90 * DAY), 'CREATE'));
  await until(() => [ends!, cancels!, lasts!].every((wallet) => told(wallet).length === 1));
  await postEvent(local, subscriptionEvent(cancels!, '5502', in30Days, 'CANCEL'));
  await until(() => told(cancels!).length === 2);
  await idle();

  await local.expire();
  await idle();
  expect(told(ends!)).toEqual(['EE Subscription Joined']);

  local.moveClock(31 * DAY);
  await local.expire();
  await until(() => told(ends!).length === 2);
  await local.expire();
  await idle();
  expect(told(ends!)).toEqual(['EE Subscription Joined', 'EE Subscription Expired']);
  expect(told(cancels!)).toEqual(['EE Subscription Joined', 'EE Subscription Cancelled']);
  expect(told(lasts!)).toEqual(['EE Subscription Joined']);
});
