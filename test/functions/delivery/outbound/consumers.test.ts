import type { SQSRecord } from 'aws-lambda';
import { readAirEvent } from '../../../../functions/air/event';
import { lessonsOf } from '../../../../functions/air/lessons';
import { learn, lookUp } from '../../../../functions/connectors/directory';
import { accountKey, leftKey, rewardKey } from '../../../../functions/connectors/keys';
import { deliverEvents } from '../../../../functions/delivery/outbound/batch';
import { RewardStore } from '../../../../functions/delivery/rewards/store';
import {
  airMessage,
  deletionEvent,
  purchaseEvent,
  refundEvent,
  rewardEvent,
  subscriptionEvent,
} from '../support/air-events';
import { reward } from '../support/inbound';
import { outboundContext } from '../support/outbound';
import { SETTINGS } from '../support/platform';
import { event, record } from '../support/queue';
import { silenceStdout } from '../support/stdout';
import { type CrmWorld, Worlds } from '../support/worlds';

const output = silenceStdout();
const worlds = new Worlds();
beforeAll(() => worlds.start());
afterAll(() => worlds.stop());
let at: CrmWorld;
let wallet: string;
let wallets = 500;
beforeEach(() => {
  at = worlds.crm();
  wallets += 1;
  wallet = String(wallets);
});

const MINUTE = 60_000;
const deliver = (...records: SQSRecord[]) =>
  deliverEvents(event(...records), outboundContext(at), () => MINUTE);
const message = (airEvent: unknown, of: Parameters<typeof airMessage>[1] = {}) =>
  record(airMessage(airEvent, { walletId: wallet, ...of }));
const table = () => at.tables.table(at.tableName, at.clock.now);
const teach = (walletId: string, value: string, accountIds: string[] = [], asOf = '2026-01-01') =>
  learn(
    table(),
    [
      {
        walletId,
        identities: { CUSTOMER_ID: value },
        accountIds,
        asOf: `${asOf}T00:00:00.000Z`,
        left: false,
      },
    ],
    new Set(['CUSTOMER_ID']),
  );
const lines = () => at.crm.calls.flatMap((call) => call.lines);

describe("G8 one consumer's data never reaches another's profile", () => {
  /** One event with rewards of two wallets, as SERVICE.TRIGGER never is but other events are. */
  const two = (eventId: string, other: string) => {
    const [one, another] = [wallet, other].map(
      (walletId) =>
        rewardEvent({ eventId, walletId, points: Number(walletId) }) as {
          atomicOperations: object[];
          enrichmentData: object;
          headers: object;
        },
    );
    return {
      ...one,
      headers: { ...one?.headers, eventName: 'WALLET.ACCOUNT.TRANSACTION.CREDIT' },
      request: {},
      response: {},
      atomicOperations: [...(one?.atomicOperations ?? []), ...(another?.atomicOperations ?? [])],
      enrichmentData: { ...one?.enrichmentData, ...another?.enrichmentData },
    };
  };

  test('an event of two wallets: each message tells of its own', async () => {
    const other = `9${wallet}`;
    const both = two('g8', other);
    await deliver(message(both));
    expect(new Set(lines().map((line) => line.user))).toEqual(new Set([`cust-${wallet}`]));
    await deliver(record(airMessage(both, { walletId: other })));
    expect(at.crm.profiles.get(`cust-${wallet}`)?.ee_points_balance).toBe(Number(wallet));
    expect(at.crm.profiles.get(`cust-${other}`)?.ee_points_balance).toBe(Number(other));
  });

  test('both in one batch, in one call: the same', async () => {
    const other = `9${wallet}`;
    const both = two('g8-batch', other);
    await deliver(message(both), record(airMessage(both, { walletId: other })));
    expect(at.crm.calls).toHaveLength(1);
    expect(at.crm.profiles.get(`cust-${wallet}`)?.ee_points_balance).toBe(Number(wallet));
    expect(at.crm.profiles.get(`cust-${other}`)?.ee_points_balance).toBe(Number(other));
  });

  test('a message about a wallet that the event does not touch tells nothing, and does not end without a word', async () => {
    const response = await deliver(
      record(airMessage(rewardEvent({ eventId: 'x', walletId: wallet }), { walletId: '1' })),
    );
    expect(response.batchItemFailures).toEqual([]);
    expect(at.crm.calls).toEqual([]);
    expect(at.queue.reasons).toEqual(['internal-error']);
  });
});

describe('an identity that another wallet has by now', () => {
  const value = () => `shared-${wallet}`;
  const other = () => `4${wallet}`;
  const learnFrom = (json: unknown) => {
    const reading = readAirEvent(json);
    if (!('event' in reading)) throw new Error(reading.detail);
    return learn(table(), lessonsOf(reading.event), new Set(['CUSTOMER_ID']));
  };
  const identityEvent = (walletId: string, operationType: string, hour: number) => ({
    headers: {
      eventName: `WALLET.IDENTITY.${operationType}`,
      eventDate: `2026-03-01T${hour}:00:00.000000`,
      eesEventId: `identity-${hour}`,
    },
    request: {},
    response: {},
    atomicOperations: [
      {
        objectType: 'walletIdentityEntity',
        operationType,
        objectValue: { identityId: '9', walletId, type: 'CUSTOMER_ID', value: value(), status: 'ACTIVE' },
      },
    ],
    enrichmentData: [],
  });

  test('is not told of the wallet that lost it', async () => {
    await learnFrom(identityEvent(wallet, 'CREATE', 10));
    await learnFrom(identityEvent(wallet, 'DELETE', 11));
    await learnFrom(identityEvent(other(), 'CREATE', 12));
    await deliver(message(rewardEvent({ eventId: 'late', walletId: wallet, identity: null })));
    expect(at.crm.calls).toEqual([]);
  });

  test('is not told of an event from before the wallet changed it, however late that comes', async () => {
    const before = rewardEvent({
      eventId: 'before',
      walletId: wallet,
      identity: value(),
      points: 777,
      at: '2026-03-01T08:00:00.000000',
    });
    await learnFrom(before);
    await learnFrom(rewardEvent({ eventId: 'changed', walletId: wallet, identity: `new-${wallet}` }));
    await deliver(message(before));
    expect(at.crm.profiles.get(value())).toBeUndefined();
    expect(at.crm.profiles.get(`new-${wallet}`)).toMatchObject({ ee_points_balance: 777 });
  });
});

describe('a wallet that AIR does not name', () => {
  const tier = (eventId: string, account: string) => ({
    headers: {
      eventName: 'TIER.MEMBERSHIP.CREATE',
      eventDate: '2026-03-02T08:00:00.000000',
      eesEventId: eventId,
    },
    request: {},
    response: {},
    atomicOperations: [
      {
        objectType: 'tierMembershipEntity',
        operationType: 'CREATE',
        objectValue: {
          tierMembershipId: 'm1',
          tierId: '7',
          status: 'ACTIVE',
          accountIds: [account],
          balances: { points: 0, spend: 0, transactions: 0 },
        },
      },
    ],
    enrichmentData: [],
  });

  /** Hands on what was put on the queue anew. */
  const deliverAgain = () => {
    const [sent] = at.queue.readdressed.splice(0);
    return deliver(record(sent?.MessageBody ?? '', { group: sent?.MessageGroupId ?? '' }));
  };

  test('is found by its account, and waits its turn among the messages of that wallet', async () => {
    const account = `acc-${wallet}`;
    await teach(wallet, `dir-${wallet}`, [account]);
    const response = await deliver(message(tier('tier-1', account), { walletId: null, accountId: account }));
    expect(response.batchItemFailures).toEqual([]);
    expect(at.crm.calls).toEqual([]);
    const own = record(airMessage(tier('other', account), { walletId: wallet }));
    expect(at.queue.readdressed[0]?.MessageGroupId).toBe(own.attributes.MessageGroupId);
    await deliverAgain();
    expect(lines().map((line) => line.user)).toContain(`dir-${wallet}`);
  });

  test('is found by another account of the same membership', async () => {
    const [one, two] = [`acc-a-${wallet}`, `acc-b-${wallet}`];
    const both = tier('tier-3', one);
    both.atomicOperations[0]!.objectValue.accountIds.push(two);
    await teach(wallet, `dir-${wallet}`, [two]);
    await deliver(message(both, { walletId: null, accountId: one }));
    await deliverAgain();
    expect(lines().map((line) => line.user)).toContain(`dir-${wallet}`);
  });

  test('stays where it is while the queue does not take it', async () => {
    const account = `acc-${wallet}`;
    await teach(wallet, `dir-${wallet}`, [account]);
    at.queue.fault = (command) => {
      if (command === 'SendMessageCommand') throw new Error('away');
    };
    const queued = message(tier('tier-4', account), { walletId: null, accountId: account });
    expect((await deliver(queued)).batchItemFailures).toHaveLength(1);
    at.queue.fault = () => {};
    expect((await deliver(queued)).batchItemFailures).toEqual([]);
    expect(at.queue.readdressed).toHaveLength(1);
  });

  test.each([
    [
      'moved to another wallet',
      (account: string) => teach(`9${wallet}`, 'cust-new', [account], '2026-03-03'),
    ],
    ['was forgotten', (account: string) => table().delete(accountKey(account))],
  ])('is still told when its account %s after it was received', async (_, change) => {
    const account = `acc-${wallet}`;
    await teach(wallet, `dir-${wallet}`, [account]);
    await change(account);
    await deliver(message(tier('tier-5', account), { accountId: null, foundBy: [account] }));
    expect(lines().map((line) => line.user)).toContain(`dir-${wallet}`);
  });

  test('and is not told when nobody knows the account: later, then dead-lettered, never sent', async () => {
    const queued = message(tier('tier-2', 'nobody'), { walletId: null, accountId: 'nobody' });
    expect((await deliver(queued)).batchItemFailures).toHaveLength(1);
    at.clock.move(10 * MINUTE);
    expect((await deliver(queued)).batchItemFailures).toEqual([]);
    expect(at.queue.reasons).toEqual(['identity-unknown']);
    expect(at.crm.calls).toEqual([]);
  });
});

describe('an identity that is not known yet', () => {
  const unknown = () => message(rewardEvent({ eventId: `i-${wallet}`, walletId: wallet, identity: null }));

  test('is waited for: a few seconds at first', async () => {
    const queued = unknown();
    expect((await deliver(queued)).batchItemFailures).toHaveLength(1);
    expect(at.queue.visibility.get(queued.messageId)).toBeLessThanOrEqual(4);
    await teach(wallet, `dir-${wallet}`);
    at.clock.move(4000);
    expect((await deliver(queued)).batchItemFailures).toEqual([]);
    expect(at.crm.eventsOf(`dir-${wallet}`)).toHaveLength(1);
  });

  test('for 10 minutes, then the message is dead-lettered; a redrive finds it when it is known', async () => {
    const queued = unknown();
    for (const minutes of [0, 5, 4.9]) {
      at.clock.move(minutes * MINUTE);
      expect((await deliver(queued)).batchItemFailures).toHaveLength(1);
    }
    at.clock.move(0.2 * MINUTE);
    expect((await deliver(queued)).batchItemFailures).toEqual([]);
    expect(at.queue.reasons).toEqual(['identity-unknown']);
    await teach(wallet, `dir-${wallet}`);
    expect((await deliver(unknown())).batchItemFailures).toEqual([]);
    expect(at.crm.eventsOf(`dir-${wallet}`)).toHaveLength(1);
  });

  test('later messages of this consumer wait behind it, others do not', async () => {
    const first = unknown();
    const second = message(rewardEvent({ eventId: 'known', walletId: wallet }));
    const other = record(airMessage(rewardEvent({ eventId: 'other', walletId: '1' }), { walletId: '1' }));
    const response = await deliver(first, second, other);
    expect(response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual([
      first.messageId,
      second.messageId,
    ]);
    expect(lines().map((line) => line.user)).toEqual(['cust-1', 'cust-1']);
  });

  test('an event with nothing to send does not wait for it', async () => {
    const basket = rewardEvent({ eventId: 'q', walletId: wallet, identity: null }) as { headers: object };
    const quiet = { ...basket, headers: { ...basket.headers, eventName: 'POSCONNECT.WALLET.OPEN' } };
    const response = await deliver(message(quiet));
    expect(response.batchItemFailures).toEqual([]);
  });
});

test('a deletion reaches the right consumer, whom only the directory still knows', async () => {
  await teach(wallet, `dir-${wallet}`);
  const deletion = deletionEvent({ eventId: 'gone', walletId: wallet });
  await learn(
    table(),
    [{ walletId: wallet, identities: {}, accountIds: [], asOf: '2026-03-02T08:59:59.000Z', left: true }],
    new Set(['CUSTOMER_ID']),
    { nowSeconds: Math.floor(at.clock.now() / 1000) },
  );
  await deliver(message(deletion));
  expect(at.crm.eventsOf(`dir-${wallet}`)).toEqual([`${wallet}:left`]);
  expect(at.crm.profiles.get(`dir-${wallet}`)).toMatchObject({ ee_loyalty_status: 'left' });
});

test('a deletion that receive could not tell the directory is told by delivery: it learns nothing again', async () => {
  await teach(wallet, `dir-${wallet}`);
  await deliver(message(deletionEvent({ eventId: 'bye', walletId: wallet })));
  const rowOf = await table().get([leftKey(wallet)]);
  expect(rowOf(leftKey(wallet))).not.toBeNull();
  await teach(wallet, 'somebody-else');
  expect((await lookUp(table(), [wallet], [])).identities[wallet]).toEqual({
    CUSTOMER_ID: `dir-${wallet}`,
  });
});

describe('orders', () => {
  const settle = (orderId: string, total: number) =>
    message(
      purchaseEvent({
        eventId: `settle-${orderId}`,
        walletId: wallet,
        orderId,
        total,
        at: '2026-03-01T10:00:00.000000',
      }),
    );
  const refund = (orderId: string, left: number) =>
    message(
      refundEvent({
        eventId: `refund-${orderId}`,
        walletId: wallet,
        orderId,
        left,
        lines: 2500,
        at: '2026-03-02T10:00:00.000000',
      }),
    );
  const paidBack = () =>
    lines().flatMap((line) => (line.event === 'EE Order Refunded' ? [line.properties?.total] : []));

  test('a refund tells what was paid back by what the purchase came to, though AIR lists more', async () => {
    await deliver(settle('A', 2000));
    await deliver(refund('A', 500));
    expect(paidBack()).toEqual([15]);
  });

  test('the same when both stand in one batch', async () => {
    await deliver(settle('B', 2000), refund('B', 500));
    expect(paidBack()).toEqual([15]);
  });

  test('a refund that comes again computes the same, though its own total is remembered by now', async () => {
    await deliver(settle('C', 2000));
    await deliver(refund('C', 500));
    const other = worlds.crm();
    const again = { ...outboundContext(other) };
    await deliverEvents(event(refund('C', 500)), again, () => MINUTE);
    expect(
      other.crm.calls
        .flatMap((call) => call.lines)
        .flatMap((line) => (line.event ? [line.properties?.total] : [])),
    ).toEqual([15]);
  });

  test("another wallet's order of the same number is another order", async () => {
    await deliver(
      record(
        airMessage(purchaseEvent({ eventId: 'o', walletId: '2', orderId: 'D', total: 9000 }), {
          walletId: '2',
        }),
      ),
    );
    await deliver(refund('D', 500));
    expect(paidBack()).toEqual([25]);
  });
});

describe('a subscription that ends', () => {
  const END = '2026-04-01T00:00:00.000Z';
  const joined = (
    subscriptionId: string,
    endsAt = END,
    eventId = `join-${subscriptionId}`,
    date = '2026-03-02T08:00:00.000000',
  ) => message(subscriptionEvent({ eventId, walletId: wallet, subscriptionId, endsAt, at: date }));
  const cancelled = (subscriptionId: string, at: string, eventId = `cancel-${subscriptionId}`) =>
    message(
      subscriptionEvent({ eventId, walletId: wallet, subscriptionId, endsAt: END, event: 'CANCEL', at }),
    );
  const due = (subscriptionId: string, expiresAt = END) =>
    record({
      kind: 'expiry',
      walletId: wallet,
      subscriptionId,
      expiresAt,
      receivedAt: END,
      requestId: 'request-9',
    });
  const expired = (user = `cust-${wallet}`) =>
    lines().filter((line) => line.user === user && line.event === 'EE Subscription Expired').length;
  const inIndex = async () =>
    (await at.tables.rows(at.tableName)).filter(
      (row) => row.connector === at.connector && row.dueShard !== undefined,
    ).length;
  beforeEach(() => teach(wallet, `cust-${wallet}`));

  test('is told once, however often its message comes, and leaves the index', async () => {
    await deliver(joined('s1'));
    expect(await inIndex()).toBe(1);
    await deliver(due('s1'));
    await deliver(due('s1'));
    expect(expired()).toBe(1);
    expect(await inIndex()).toBe(0);
    expect(at.crm.profiles.get(`cust-${wallet}`)).toMatchObject({ ee_subscription_status: 'expired' });
  });

  test('is not told when it was extended, and is told at its new end', async () => {
    await deliver(joined('s2'));
    await deliver(joined('s2', '2026-05-01T00:00:00.000Z', 'extend', '2026-03-20T08:00:00.000000'));
    await deliver(due('s2'));
    expect(expired()).toBe(0);
    expect(await inIndex()).toBe(1);
    await deliver(due('s2', '2026-05-01T00:00:00.000Z'));
    expect(expired()).toBe(1);
  });

  test('is not told when it was cancelled', async () => {
    await deliver(joined('s3'));
    await deliver(cancelled('s3', '2026-03-10T00:00:00.000000'));
    await deliver(due('s3'));
    expect(expired()).toBe(0);
    expect(await inIndex()).toBe(0);
  });

  test('an older event that arrives late does not bring it back', async () => {
    await deliver(cancelled('s4', '2026-03-10T00:00:00.000000'));
    await deliver(joined('s4'));
    await deliver(due('s4'));
    expect(expired()).toBe(0);
  });

  test('is not told of a wallet that was deleted', async () => {
    await deliver(joined('s5'));
    await table().put({ ...leftKey(wallet), leftAt: END });
    await deliver(due('s5'));
    expect(expired()).toBe(0);
    expect(await inIndex()).toBe(0);
  });

  test.each([
    ['extended', () => joined('s7', '2026-05-01T00:00:00.000Z', 'extend', '2026-03-20T08:00:00.000000')],
    ['cancelled', () => cancelled('s7', '2026-03-20T08:00:00.000000')],
    ['of a deleted wallet', () => message(deletionEvent({ eventId: 'delete-7', walletId: wallet }))],
  ])('is not told when it is %s by an earlier message of the same batch', async (_, change) => {
    await deliver(joined('s7'));
    await deliver(change(), due('s7'));
    expect(expired()).toBe(0);
  });

  test('one that was joined before another was cancelled, and comes after that, is shown', async () => {
    await deliver(joined('b'));
    await deliver(cancelled('b', '2026-03-04T08:00:00.000000'));
    await deliver(joined('a', '2026-06-01T00:00:00.000Z', 'join-a', '2026-03-03T08:00:00.000000'));
    const shown = {
      ee_subscription_status: 'active',
      ee_subscription_expires_at: '2026-06-01T00:00:00.000Z',
    };
    expect(at.crm.profiles.get(`cust-${wallet}`)).toMatchObject(shown);
  });

  test('an extension from before the end, which comes after it was told, is shown', async () => {
    await deliver(joined('e'));
    await deliver(due('e'));
    expect(at.crm.profiles.get(`cust-${wallet}`)).toMatchObject({ ee_subscription_status: 'expired' });
    await deliver(joined('e', '2027-04-01T00:00:00.000Z', 'extend-e', '2026-03-31T23:59:50.000000'));
    expect(at.crm.profiles.get(`cust-${wallet}`)).toMatchObject({ ee_subscription_status: 'active' });
  });

  test('an event from before its own cancellation does not bring it back', async () => {
    await deliver(cancelled('c', '2026-03-04T08:00:00.000000'));
    await deliver(joined('c'));
    expect(at.crm.profiles.get(`cust-${wallet}`)).toMatchObject({ ee_subscription_status: 'cancelled' });
  });

  test('one without an end is remembered for as long as it lasts', async () => {
    const other = (eventId: string, date: string, kind: 'CREATE' | 'CANCEL') =>
      message(
        subscriptionEvent({
          eventId,
          walletId: wallet,
          subscriptionId: 's9',
          endsAt: END,
          event: kind,
          at: date,
        }),
      );
    await deliver(joined('s8', '2038-01-19T03:14:07.000Z'));
    at.clock.move(420 * 24 * 60 * MINUTE);
    await deliver(other('join-9', '2027-04-20T08:00:00.000000', 'CREATE'));
    await deliver(other('cancel-9', '2027-04-21T08:00:00.000000', 'CANCEL'));
    expect(at.crm.profiles.get(`cust-${wallet}`)).toMatchObject({ ee_subscription_status: 'active' });
  });

  test('a message about one that nobody remembers is done', async () => {
    expect((await deliver(due('never'))).batchItemFailures).toEqual([]);
    expect(at.crm.calls).toEqual([]);
  });

  test('after the dead-letter queue a redrive still tells it, once', async () => {
    const nobody = `8${wallet}`;
    await deliver(
      record(
        airMessage(
          subscriptionEvent({ eventId: 'j6', walletId: nobody, subscriptionId: 's6', endsAt: END }),
          {
            walletId: nobody,
          },
        ),
      ),
    );
    const queued = record({
      kind: 'expiry',
      walletId: nobody,
      subscriptionId: 's6',
      expiresAt: END,
      receivedAt: END,
      requestId: 'r',
    });
    await deliver(queued);
    at.clock.move(11 * MINUTE);
    expect((await deliver(queued)).batchItemFailures).toEqual([]);
    expect(at.queue.reasons).toEqual(['identity-unknown']);
    expect(await inIndex()).toBe(0);
    await teach(nobody, `dir-${nobody}`);
    await deliver(record(queued.body));
    await deliver(record(queued.body));
    expect(expired(`dir-${nobody}`)).toBe(1);
  });
});

describe('a reward of ours in an event of AIR', () => {
  test('is settled by it: a parked one is then known to be issued', async () => {
    const asked = reward();
    const store = new RewardStore(table(), at.clock.now);
    await store.writeReference(asked.reference, asked.key);
    const facts = { ...asked, connector: 'in', sentAt: null, issuedAt: null, attempts: 1, leaseUntilMs: 0 };
    await store.write(asked.key, null, {
      ...facts,
      state: 'unknown',
      countedHour: null,
      countedDay: null,
      unknownSinceMs: 1,
      walletId: null,
      walletTransactionId: null,
      reason: null,
      detail: null,
    });
    await deliver(message(rewardEvent({ eventId: 'news', walletId: wallet, reference: asked.reference })));
    const key = rewardKey(asked.key);
    expect((await table().get([key]))(key)).toMatchObject({ state: 'issued', walletId: wallet });
    expect(output.lines.join('\n')).toContain(asked.reference);
  });

  test('also where the connector does not send Reward Issued at all', async () => {
    const asked = reward();
    const store = new RewardStore(table(), at.clock.now);
    await store.writeReference(asked.reference, asked.key);
    await table().put({ ...rewardKey(asked.key), state: 'unknown', revision: 1, expiresAt: at.clock.now() });
    await deliverEvents(
      event(message(rewardEvent({ eventId: 'quiet', walletId: wallet, reference: asked.reference }))),
      outboundContext(at, { settings: { ...SETTINGS, events: [] } }),
      () => MINUTE,
    );
    const key = rewardKey(asked.key);
    expect((await table().get([key]))(key)).toMatchObject({ state: 'issued' });
  });
});

test('the first points scheme is remembered for the connector, and another one is never the balance', async () => {
  const of = (eventId: string, scheme: string, balance: number) => {
    const airEvent = rewardEvent({ eventId, walletId: wallet, points: balance }) as {
      atomicOperations: { objectValue: { account: { campaignId: string } } }[];
    };
    for (const { objectValue } of airEvent.atomicOperations) objectValue.account.campaignId = scheme;
    return message(airEvent);
  };
  await deliver(of('scheme-1', '100', 10));
  await deliver(of('scheme-2', '200', 99_999));
  expect(at.crm.profiles.get(`cust-${wallet}`)?.ee_points_balance).toBe(10);
});
