import { ANNA, account, BEN, line, points, told, transaction } from './build';

const REFUND = 'POSCONNECT.WALLET.REFUND';
const money = (amount: number, accountId = '9001') => ({
  adjustmentResults: [{ type: 'redeem', targetedAccountId: accountId, totalDiscountAmount: amount }],
});
const order = (total: number, summary: object = {}, contents: object[] = []) =>
  transaction(
    'SETTLE',
    'SETTLED',
    { reference: 'till-1' },
    { contents, summary: { totalBasketValue: total, ...summary } },
  );
const refund = (contents: object[], taken = 63, given = 45) =>
  transaction(
    'REFUND',
    'SETTLED',
    { operationType: 'CREATE', reference: 'till-9' },
    {
      contents,
      summary: {
        totalBasketValue: 99999,
        results: { points: { totalPointsTaken: taken, totalPointsGiven: given } },
      },
    },
  );
const coupon = (event: string, value: number) => account('ECOUPON', event, { value });
const returned = [line('a', 2000, { salesKey: 'REFUND' })];

describe('a partial refund', () => {
  const operations = [
    coupon('UNREDEEM', 700),
    points('REFUND_DEBIT', 63, 37),
    points('EARN', 45, 82),
    order(4500, money(500)),
    refund(returned),
    coupon('REDEEM', 500),
  ];
  const partial = told(REFUND, operations);

  it('tells what was paid back: the lines less the discount that was undone', () => {
    expect(partial.one('Order Refunded').properties).toMatchObject({
      order_id: 'till-1',
      refund_id: 'till-9',
      total: 18,
      list_total: 20,
      order_total: 45,
      points_deducted: 18,
      products: [{ product_id: 'a', total: 20 }],
    });
  });

  it('marks the coupons that it undid and used again', () => {
    expect(partial.one('Coupon Unredeemed').properties).toMatchObject({
      context: 'refund',
      discount: 7,
      order_id: 'till-1',
    });
    expect(partial.one('Coupon Redeemed').properties).toMatchObject({ context: 'refund', discount: 5 });
  });

  it('tells no points movement beside it', () => {
    expect(partial.names.filter((name) => name.startsWith('Points'))).toEqual([]);
    expect(partial.attributes().points_balance).toBe(82);
  });

  it('prefers what the order was remembered to cost', () => {
    const { one } = told(REFUND, operations, {}, { known: { orderTotals: { 'till-1': 6300 } } });
    expect(one('Order Refunded').properties.total).toBe(18);
  });

  it('remembers the new total for the next refund', () => {
    expect(partial.remember.orders).toEqual([{ walletId: ANNA, reference: 'till-1', totalMinor: 4500 }]);
  });
});

describe('a full refund without the coupon it undid', () => {
  const operations = [points('REFUND_DEBIT', 63, 0), order(0), refund([line('a', 7000)], 63, 0)];

  it('tells what was paid back by the remembered total', () => {
    const { one, problems } = told(REFUND, operations, {}, { known: { orderTotals: { 'till-1': 6300 } } });
    expect(one('Order Refunded').properties).toMatchObject({
      total: 63,
      list_total: 70,
      points_deducted: 63,
    });
    expect(problems).toEqual([]);
  });

  it('tells null rather than a list price, and says so', () => {
    const { one, problems } = told(REFUND, operations);
    expect(one('Order Refunded').properties).toMatchObject({ total: null, list_total: 70 });
    expect(problems).toEqual([expect.stringContaining('not known')]);
  });

  it('does not tell zero when the refund itself is what was remembered', () => {
    const { one } = told(REFUND, operations, {}, { known: { orderTotals: { 'till-1': 0 } } });
    expect(one('Order Refunded').properties.total).toBeNull();
  });
});

it('takes a points offer that was undone for no money', () => {
  const offer = { adjudicationResults: [{ type: 'redeem', targetedAccountId: '9001' }] };
  const { one } = told(REFUND, [coupon('UNREDEEM', 300), order(4500, offer), refund(returned)]);
  expect(one('Order Refunded').properties.total).toBe(20);
  expect(one('Coupon Unredeemed').properties).toMatchObject({ points: 300 });
});

it('tells null when AIR does not say whether an undone coupon was money or points', () => {
  const { one } = told(REFUND, [coupon('UNREDEEM', 300), order(4500), refund(returned)]);
  expect(one('Order Refunded').properties.total).toBeNull();
});

it('does not take a coupon that is given as a comfort for one that was undone', () => {
  const { one } = told(REFUND, [coupon('CREATE', 500), order(4500), refund(returned)]);
  expect(one('Order Refunded').properties.total).toBe(20);
});

it('counts the operations when the refund has no points', () => {
  const bare = transaction(
    'REFUND',
    'SETTLED',
    { reference: 'till-9' },
    { contents: returned, summary: null },
  );
  const { properties } = told(REFUND, [
    points('REFUND_DEBIT', 9, 1),
    points('EARN', 2, 3),
    order(100),
    bare,
  ]).one('Order Refunded');
  expect(properties.points_deducted).toBe(7);
});

it('tells a return without its order', () => {
  const { one } = told('POSCONNECT.WALLET.RETURN', [refund(returned, 9, 0)]);
  expect(one('Order Refunded').properties).toMatchObject({
    refund_id: 'till-9',
    total: 20,
    points_deducted: 9,
  });
  expect(one('Order Refunded').properties).not.toHaveProperty('order_id');
});

it('names the order by the request when its operation is missing', () => {
  const parts = { request: { body: { reference: 'till-9', originalTransaction: { reference: 'till-1' } } } };
  expect(told(REFUND, [], parts).one('Order Refunded').properties).toMatchObject({
    order_id: 'till-1',
    refund_id: 'till-9',
    total: null,
  });
});

it("deducts no other wallet's points beside the order's own", () => {
  const bare = transaction('REFUND', 'SETTLED', { operationType: 'CREATE' }, { contents: returned });
  const { properties } = told(REFUND, [
    points('REFUND_DEBIT', 10, 40),
    points('REFUND_DEBIT', 7, 43, {}, { walletId: BEN, accountId: '5002' }),
    order(4000),
    bare,
  ]).one('Order Refunded');
  expect(properties.points_deducted).toBe(10);
});

it('tells nothing of a refund that AIR took back in the same call', () => {
  const undone = transaction('REFUND', 'VOIDED', {}, { contents: returned });
  expect(told(REFUND, [order(4500), refund(returned), undone]).names).toEqual([]);
});

it('does not guess what was paid back when a coupon was for single lines: they may be without it already', () => {
  const cheaper = line('a', 1000, { totalUnitCostAfterDiscount: 800 });
  const { one, problems } = told(REFUND, [
    coupon('UNREDEEM', 400),
    coupon('REDEEM', 200),
    order(800, {}, [{ ...cheaper, ...money(200) }]),
    refund([cheaper]),
  ]);
  expect(one('Order Refunded').properties.total).toBeNull();
  expect(problems).toHaveLength(1);
});

it('remembers what is left of an order that a refund cancels', () => {
  const cancelled = transaction(
    'SETTLE',
    'CANCELLED',
    { reference: 'till-1' },
    { contents: [], summary: { totalBasketValue: 0 } },
  );
  const { names, remember } = told(REFUND, [cancelled, refund(returned)]);
  expect(names).toEqual(['Order Refunded']);
  expect(remember.orders).toMatchObject([{ reference: 'till-1', totalMinor: 0 }]);
});
