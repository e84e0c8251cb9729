import { ANNA, BEN, line, points, told, transaction } from './build';

const FULFIL = 'POSCONNECT.WALLET.FULFIL';
const request = (fields: object = {}) => ({
  request: {
    body: JSON.stringify({ originalTransaction: { reference: 'web-1' }, reference: 'web-1-A', ...fields }),
  },
});
const expected = {
  totalBasketValue: 6300,
  totalDiscountAmount: { promotions: 700 },
  results: { points: { totalPointsGiven: 63 } },
};
const lines = [line('a', 2000), line('b', 5000)];
const order = (status: string, summary: object = expected, contents: object[] = lines) =>
  transaction('SETTLE', status, { reference: 'web-1', location: {} }, { contents, summary });
const phase = (contents: object[], summary: object = {}) =>
  transaction(
    'FULFIL',
    'FULFILLED',
    { operationType: 'CREATE', reference: 'web-1-B' },
    { contents, summary },
  );

describe('the three phases of an order', () => {
  const placed = told(FULFIL, [order('FULFILLING')], request());
  const partial = told(
    FULFIL,
    [
      order('FULFILLING'),
      phase([line('a', 2000, { salesKey: 'FULFIL' }), line('b', 5000)], { totalBasketValue: 7000 }),
    ],
    request({ basket: { contents: [{}] } }),
  );
  const settled = {
    totalBasketValue: 2000,
    totalDiscountAmount: { promotions: 250 },
    results: { points: { totalPointsGiven: 18 } },
  };
  const final = told(
    FULFIL,
    [
      points('EARN', 18, 118),
      order('FULFILLING', settled),
      order('SETTLED', settled, [lines[0] as object]),
      phase([line('b', 5000)]),
    ],
    request({ finalise: true, basket: { contents: [{}] } }),
  );

  it('tells each phase once, as what it is', () => {
    expect([placed.names, partial.names, final.names]).toEqual([
      ['Order Placed'],
      ['Order Fulfilled'],
      ['Order Fulfilled'],
    ]);
  });

  it('places the order with what it is expected to come to', () => {
    expect(placed.one('Order Placed').properties).toMatchObject({
      order_id: 'web-1',
      total: 63,
      discount: 7,
      points_expected: 63,
      products: [{ product_id: 'a' }, { product_id: 'b' }],
    });
    expect(placed.one('Order Placed').properties).not.toHaveProperty('points_earned');
    expect(placed.attributes()).toEqual({ last_purchase_at: '2026-02-03T09:59:00.000Z' });
  });

  it('tells a part with its own lines and total only', () => {
    expect(partial.one('Order Fulfilled').properties).toMatchObject({
      original_order_id: 'web-1',
      fulfilment_id: 'web-1-B',
      phase: 'partial',
      total: 20,
      points_earned: 0,
      products: [{ product_id: 'a' }],
    });
    expect(partial.one('Order Fulfilled').properties).not.toHaveProperty('order_total');
  });

  it('tells at the end what the order came to, and leaves out lines that were listed but not fulfilled', () => {
    expect(final.one('Order Fulfilled').properties).toMatchObject({
      phase: 'final',
      total: 0,
      products: [],
      order_total: 20,
      order_discount: 2.5,
      points_earned: 18,
    });
  });

  it('counts points and revenue once over the phases', () => {
    const earned = [placed, partial, final].flatMap(({ events }) =>
      events.map(({ properties }) => Number(properties.points_earned ?? 0)),
    );
    expect(earned.reduce((sum, each) => sum + each, 0)).toBe(18);
    const revenue = [placed, partial, final].flatMap(({ events }) =>
      events.map((event) => event.properties.order_total),
    );
    expect(revenue.filter((total) => total !== undefined)).toEqual([20]);
  });

  it('remembers the final total', () => {
    expect(final.remember.orders).toEqual([{ walletId: ANNA, reference: 'web-1', totalMinor: 2000 }]);
  });
});

it('tells points that are given with the first call already', () => {
  const { one } = told(FULFIL, [points('CREDIT', 5, 5), order('FULFILLING')], request());
  expect(one('Order Placed').properties).toMatchObject({ points_earned: 5, points_expected: 63 });
});

it('takes a line by its fulfilled count too', () => {
  const { one } = told(
    FULFIL,
    [order('FULFILLING'), phase([line('a', 2000, { itemFulfilCount: 1 })])],
    request({ basket: { x: 1 } }),
  );
  expect(one('Order Fulfilled').properties).toMatchObject({ total: 20, products: [{ product_id: 'a' }] });
});

it.each([
  ['escaped twice', JSON.stringify(JSON.stringify({ finalise: true, basket: {} })), 'final'],
  ['an object', { basket: { contents: [{}] } }, 'partial'],
  ['an empty basket', { basket: [], originalTransaction: {} }, undefined],
])('reads the phase of a request that is %s', (_, body, expectedPhase) => {
  const [event] = told(FULFIL, [order('FULFILLING')], { request: { body } }).events;
  expect(event?.properties.phase).toBe(expectedPhase);
});

it.each([
  [[order('FULFILLING')], 'Order Placed', undefined],
  [[order('FULFILLING'), phase([])], 'Order Fulfilled', 'partial'],
  [[order('SETTLED'), phase([])], 'Order Fulfilled', 'final'],
])(
  'reads the phase from what AIR did when there is no request: case %#',
  (operations, name, expectedPhase) => {
    const event = told(FULFIL, operations).one(name);
    expect(event.properties.phase).toBe(expectedPhase);
  },
);

it('takes the expected points from the expectation when the results have none', () => {
  const summary = { expectedPoints: [{ earn: 60, credit: 5 }] };
  expect(
    told(FULFIL, [order('FULFILLING', summary)], request()).one('Order Placed').properties.points_expected,
  ).toBe(65);
});

it("counts no other wallet's points beside the order's own", () => {
  const { properties } = told(
    FULFIL,
    [
      points('EARN', 10, 50),
      points('CREDIT', 7, 57, {}, { walletId: BEN, accountId: '5002' }),
      order('SETTLED'),
      phase(lines),
    ],
    request({ finalise: true }),
  ).one('Order Fulfilled');
  expect(properties.points_earned).toBe(10);
});

it.each([
  ['phase', 'FULFIL', 't-FULFIL'],
  ['order', 'SETTLE', 't-SETTLE'],
])('tells nothing when AIR took the %s back in the same call', (_, type, walletTransactionId) => {
  const undone = transaction(type, 'VOIDED', { walletTransactionId }, { contents: [] });
  const operations = [order('FULFILLING'), phase([line('a', 2000, { salesKey: 'FULFIL' })]), undone];
  expect(told(FULFIL, operations, request({ basket: { contents: [{}] } })).names).toEqual([]);
});
