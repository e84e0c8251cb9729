import { readAirEvent } from '../../../functions/air/event';
import { NOTHING_KNOWN } from '../../../functions/air/known';
import { translate } from '../../../functions/air/translate';
import { ANNA, account, airJson, BEN, line, operation, points, SETTINGS, told, transaction } from './build';

const SETTLE = 'POSCONNECT.WALLET.SETTLE';
const summary = {
  totalBasketValue: 1850,
  totalDiscountAmount: { promotions: 100, staff: 50, general: null },
  totalItems: 3,
  results: { points: { totalPointsGiven: 18, totalPointsTaken: 0 } },
};
const empty = transaction('SETTLE', 'SETTLED', { operationType: 'CREATE', location: { storeId: null } });
const order = transaction('SETTLE', 'SETTLED', {}, { contents: [line('a', 1500), line('b', 500)], summary });

it('tells the order as AIR leaves it, in major units', () => {
  const { one, names } = told(SETTLE, [empty, points('EARN', 18, 118), order]);
  expect(names).toEqual(['Order Completed']);
  expect(one('Order Completed')).toMatchObject({
    id: `event-1:${ANNA}:Order Completed:t-SETTLE`,
    walletId: ANNA,
  });
  expect(one('Order Completed').properties).toEqual({
    order_id: 'ref-SETTLE',
    total: 18.5,
    discount: 1.5,
    currency: 'GBP',
    points_earned: 18,
    points_spent: 0,
    item_count: 3,
    store_id: 's1',
    store_parent_id: 'p1',
    transaction_at: '2026-02-03T09:59:00.000Z',
    products: [
      { product_id: 'a', name: 'Item a', quantity: 1, price: 15, total: 15, total_after_discount: 15 },
      { product_id: 'b', name: 'Item b', quantity: 1, price: 5, total: 5, total_after_discount: 5 },
    ],
  });
});

it('takes the settled order, not the empty basket that comes first or last', () => {
  expect(told(SETTLE, [order, empty]).one('Order Completed').properties.total).toBe(18.5);
  const again = transaction('SETTLE', 'SETTLED', {}, { contents: null, summary: null });
  expect(told(SETTLE, [empty, order, again]).one('Order Completed').properties.total).toBe(18.5);
});

it('reads an order that is settled in one operation', () => {
  const created = transaction(
    'SETTLE',
    'SETTLED',
    { operationType: 'CREATE' },
    { contents: [line('a', 700)], summary: { totalBasketValue: 700 } },
  );
  expect(told(SETTLE, [created]).one('Order Completed').properties).toMatchObject({
    total: 7,
    products: [{ product_id: 'a' }],
  });
});

it('takes the points that were spent from the SPEND operations, since the order does not tell them', () => {
  const { one } = told(SETTLE, [points('SPEND', 500, 100), points('EARN', 18, 118), order]);
  expect(one('Order Completed').properties.points_spent).toBe(500);
  expect(one('Points Spent').properties).toMatchObject({
    points: 500,
    order_id: 'ref-SETTLE',
    scheme_id: 'scheme-1',
  });
});

it('tells no points movement beside the order', () => {
  const { names, attributes } = told(SETTLE, [points('EARN', 18, 118), points('CREDIT', 5, 123), order]);
  expect(names).toEqual(['Order Completed']);
  expect(attributes()).toMatchObject({ points_balance: 123, last_purchase_at: '2026-02-03T09:59:00.000Z' });
});

it('counts the operations when the summary has no points', () => {
  const bare = transaction(
    'SETTLE',
    'SETTLED',
    {},
    { contents: [line('a', 100)], summary: { totalBasketValue: 100 } },
  );
  const { properties } = told(SETTLE, [points('EARN', 1, 1), points('CREDIT', 4, 5), bare]).one(
    'Order Completed',
  );
  expect(properties.points_earned).toBe(5);
  expect(properties).not.toHaveProperty('discount');
});

it('keeps decimals, and a discount that is one amount', () => {
  const odd = { totalBasketValue: 1850.5, totalDiscountAmount: '12.5' };
  const { properties } = told(SETTLE, [
    transaction('SETTLE', 'SETTLED', {}, { contents: [], summary: odd }),
  ]).one('Order Completed');
  expect(properties).toMatchObject({ total: 18.505, discount: 0.125 });
});

it.each([
  ['JPY', 1850],
  ['KWD', 1.85],
])('uses the minor unit of %s', (currency, total) => {
  const { properties } = told(SETTLE, [order], {}, { settings: { currency } }).one('Order Completed');
  expect(properties).toMatchObject({ total, currency });
});

it('is told even when AIR sends no transaction', () => {
  const { one } = told(SETTLE, [], { request: { body: '{"reference":"till-9"}' } });
  expect(one('Order Completed')).toMatchObject({
    walletId: ANNA,
    properties: { order_id: 'till-9', products: [] },
  });
});

it('says so when nothing of the order is known', () => {
  const { one, problems } = told(SETTLE, []);
  expect(one('Order Completed').properties).not.toHaveProperty('order_id');
  expect(problems).toEqual([expect.stringContaining('Nothing of the order')]);
  expect(told(SETTLE, [order]).problems).toEqual([]);
});

it('reads operations and lines that PHP wrote as objects', () => {
  const contents = { 0: line('a', 1500), 2: line('b', 500) };
  const event = airJson(SETTLE, []);
  const operations = { 1: transaction('SETTLE', 'SETTLED', {}, { contents, summary }) };
  const reading = readAirEvent({ ...event, atomicOperations: operations });
  if (!('event' in reading)) throw new Error(reading.detail);
  const { events } = translate(reading.event, SETTINGS, NOTHING_KNOWN);
  expect(events).toMatchObject([
    {
      name: 'Order Completed',
      properties: { total: 18.5, products: [{ product_id: 'a' }, { product_id: 'b' }] },
    },
  ]);
});

it('remembers what the order came to', () => {
  expect(told(SETTLE, [empty, order]).remember.orders).toEqual([
    { walletId: ANNA, reference: 'ref-SETTLE', totalMinor: 1850 },
  ]);
});

it("never tells one member's order to another", () => {
  const { one } = told(SETTLE, [
    order,
    account('ECOUPON', 'REDEEM', {}, { walletId: BEN }),
    points('SPEND', 5, 1, {}, { walletId: BEN, accountId: '5002' }),
  ]);
  expect(one('Coupon Redeemed')).toMatchObject({ walletId: BEN, identity: null });
  expect(one('Coupon Redeemed').properties).not.toHaveProperty('order_id');
  expect(one('Points Spent').properties).not.toHaveProperty('order_id');
});

it('tells nothing of an open basket, and sends nothing of it', () => {
  const { events, profiles } = told('POSCONNECT.WALLET.OPEN', [
    transaction('SETTLE', 'ACTIVE', { operationType: 'CREATE' }),
    points('LOCK', 50, 100),
    account('ECOUPON', 'CREATE'),
    operation('walletEntity', 'READ', { walletId: ANNA }),
  ]);
  expect(events).toEqual([]);
  expect(profiles).toMatchObject([{ walletId: ANNA, provisional: true, attributes: { points_usable: 50 } }]);
});

describe('points of several wallets', () => {
  const bare = (walletId: string, total: number) =>
    transaction(
      'SETTLE',
      'SETTLED',
      { walletId, walletTransactionId: `t-${walletId}`, reference: `ref-${walletId}` },
      { contents: [line('a', total)], summary: { totalBasketValue: total } },
    );
  const bens = { walletId: BEN, accountId: '5002' };

  it("counts the order's own, and not the bonus of one who recommended it", () => {
    const { properties } = told(SETTLE, [
      points('EARN', 30, 30),
      points('CREDIT', 500, 500, {}, bens),
      points('SPEND', 20, 480, {}, bens),
      bare(ANNA, 3000),
    ]).one('Order Completed');
    expect(properties).toMatchObject({ points_earned: 30, points_spent: 0 });
  });

  it("counts a household's where the buyer has no points account", () => {
    const { properties } = told(SETTLE, [
      points('EARN', 30, 30, {}, bens),
      points('SPEND', 20, 10, {}, bens),
      bare(ANNA, 3000),
    ]).one('Order Completed');
    expect(properties).toMatchObject({ points_earned: 30, points_spent: 20 });
  });

  it('tells no order to a wallet that has only an empty basket in it', () => {
    const nothing = transaction('SETTLE', 'SETTLED', { walletId: BEN, walletTransactionId: 't-9' });
    expect(told(SETTLE, [bare(ANNA, 3000), nothing]).one('Order Completed').walletId).toBe(ANNA);
  });

  it('tells each wallet its own order where several settled one', () => {
    const { all } = told(SETTLE, [
      points('EARN', 50, 50),
      points('SPEND', 7, 43),
      bare(ANNA, 5000),
      bare(BEN, 7000),
    ]);
    expect(
      all('Order Completed').map(({ walletId, properties }) => ({
        walletId,
        ...properties,
      })),
    ).toMatchObject([
      { walletId: ANNA, order_id: `ref-${ANNA}`, total: 50, points_earned: 50, points_spent: 7 },
      { walletId: BEN, order_id: `ref-${BEN}`, total: 70, points_spent: 0 },
    ]);
    expect(all('Order Completed')[1]?.properties).not.toHaveProperty('points_earned');
  });
});

describe('an order that AIR took back in the same call', () => {
  const takenBack = (status: string) =>
    transaction('SETTLE', status, {}, { contents: [line('a', 1500)], summary });

  it.each(['VOIDED', 'CANCELLED'])('is not told when it ends %s', (status) => {
    const { names, attributes, remember } = told(SETTLE, [
      empty,
      points('EARN', 18, 118),
      order,
      points('VOID', 18, 100, { balancesBefore: { current: 118 }, balancesAfter: { current: 100 } }),
      takenBack(status),
    ]);
    expect(names).toEqual([]);
    expect(remember.orders).toEqual([]);
    expect(attributes()).toMatchObject({ points_balance: 100 });
    expect(attributes()).not.toHaveProperty('last_purchase_at');
  });

  it('does not stand for one that was settled after all', () => {
    const again = transaction(
      'SETTLE',
      'SETTLED',
      { walletTransactionId: 't-again', reference: 'again' },
      { contents: [line('a', 700)], summary: { totalBasketValue: 700 } },
    );
    const { one } = told(SETTLE, [again, empty, order, takenBack('VOIDED')]);
    expect(one('Order Completed').properties).toMatchObject({ order_id: 'again', total: 7 });
  });
});
