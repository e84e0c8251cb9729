import { ANNA, account, BEN, enriched, identity, told, transaction } from './build';

const coupon = (event: string, fields = {}, accountFields = {}) =>
  account('ECOUPON', event, fields, accountFields);

it.each([
  ['CREATE', 'Coupon Issued'],
  ['REDEEM', 'Coupon Redeemed'],
  ['UNREDEEM', 'Coupon Unredeemed'],
  ['CANCEL', 'Coupon Cancelled'],
])('tells an ECOUPON %s as %s, whatever the event', (kind, name) => {
  const { names, one } = told('RETAILER.OWN.EVENT', [coupon(kind)]);
  expect(names).toEqual([name]);
  expect(one(name).properties).toEqual({
    coupon_id: '9001',
    campaign_id: '77',
    client_type: 'OFFER',
    valid_from: '2026-01-01T00:00:00.000Z',
    valid_until: '2026-12-31T23:59:59.000Z',
  });
});

it.each(['UPDATE', 'EXPIRE', undefined])('says nothing of an ECOUPON %p', (event) => {
  expect(told('X', [coupon('CREATE', { event })]).events).toEqual([]);
});

it('says nothing of a coupon that AIR only read', () => {
  const read = { ...coupon('CREATE'), operationType: 'READ' };
  expect(told('X', [read]).events).toEqual([]);
});

it('tells an operation that AIR lists twice once', () => {
  const twice = coupon('CANCEL');
  expect(told('X', [twice, structuredClone(twice)]).names).toEqual(['Coupon Cancelled']);
});

it('tells two coupons apart that share a shifted operation id', () => {
  const operations = [
    coupon('CREATE', { accountTransactionId: '4401' }, { accountId: '11' }),
    coupon('CREATE', { accountTransactionId: '4401' }, { accountId: '12' }),
  ];
  const { events } = told('X', operations);
  expect(events.map(({ properties }) => properties.coupon_id)).toEqual(['11', '12']);
  expect(new Set(events.map(({ id }) => id)).size).toBe(2);
});

it("tells each coupon to its own wallet's consumer", () => {
  const { all } = told('X', [coupon('CREATE'), coupon('CREATE', {}, { accountId: '9002', walletId: BEN })], {
    enrichmentData: enriched(identity(ANNA, 'anna'), identity(BEN, 'ben')),
  });
  expect(all('Coupon Issued').map(({ walletId, identity: who }) => [walletId, who?.value])).toEqual([
    [ANNA, 'anna'],
    [BEN, 'ben'],
  ]);
});

it('tells no order and no context of a coupon that a purchase or refund gives or takes away', () => {
  const order = transaction('SETTLE', 'SETTLED');
  for (const event of ['CREATE', 'CANCEL'])
    for (const { name, properties } of told('POSCONNECT.WALLET.REFUND', [order, coupon(event)]).events)
      if (name.startsWith('Coupon'))
        expect(Object.keys(properties)).not.toEqual(expect.arrayContaining(['order_id']));
});

describe('what a redeemed coupon was worth', () => {
  const worth = (summary: object, contents: object[] = [], fields: object = { value: 700 }) =>
    told('POSCONNECT.WALLET.SETTLE', [
      coupon('REDEEM', fields),
      transaction('SETTLE', 'SETTLED', {}, { summary, contents }),
    ]).one('Coupon Redeemed').properties;
  const targeted = { targetedAccountId: '9001', type: 'redeem' };

  it('is money when the order was adjusted by it', () => {
    const properties = worth({ adjustmentResults: [{ ...targeted, totalDiscountAmount: 650, value: 700 }] });
    expect(properties).toMatchObject({ discount: 6.5, currency: 'GBP', order_id: 'ref-SETTLE' });
    expect(properties).not.toHaveProperty('points');
  });

  it('is the sum when it adjusted the order twice', () => {
    const result = { ...targeted, totalDiscountAmount: 300 };
    expect(worth({ adjustmentResults: [result, result] }).discount).toBe(6);
  });

  it('is what each use says when it was redeemed twice in an order', () => {
    const targets = { ...targeted, totalDiscountAmount: 300 };
    const discounts = (...values: (number | undefined)[]) =>
      told('POSCONNECT.WALLET.SETTLE', [
        ...values.map((value) => coupon('REDEEM', { value })),
        transaction('SETTLE', 'SETTLED', {}, { summary: { adjustmentResults: [targets, targets] } }),
      ])
        .all('Coupon Redeemed')
        .map(({ properties }) => properties.discount);
    expect(discounts(200, 400)).toEqual([2, 4]);
    expect(discounts(undefined, 400)).toEqual([undefined, 4]);
  });

  it('is money when it adjusted a line', () => {
    expect(worth({}, [{ adjustmentResults: [{ ...targeted, totalDiscountAmount: 200 }] }]).discount).toBe(2);
  });

  it.each([
    ['the order', { adjudicationResults: [targeted] }, []],
    ['a line', {}, [{ adjudicationResults: [targeted] }]],
  ])('is points, never money, when %s was adjudicated by it', (_, summary, contents) => {
    const properties = worth(summary, contents);
    expect(properties).toMatchObject({ points: 700 });
    expect(properties).not.toHaveProperty('discount');
  });

  it('is points when a line names it for both', () => {
    const contents = [
      { adjudicationResults: [targeted], adjustmentResults: [{ ...targeted, totalDiscountAmount: 1 }] },
    ];
    expect(worth({}, contents)).toMatchObject({ points: 700 });
  });

  it.each([
    ['says nothing', {}],
    ['credits another account', { adjudicationResults: [{ ...targeted, type: 'credit' }] }],
    ['adjusts by nothing', { adjustmentResults: [{ ...targeted, totalDiscountAmount: 0 }] }],
    [
      'adjusts by another coupon',
      { adjustmentResults: [{ targetedAccountId: '9009', totalDiscountAmount: 700 }] },
    ],
  ])('is not told when AIR %s', (_, summary) => {
    const properties = worth(summary);
    expect(properties).not.toHaveProperty('discount');
    expect(properties).not.toHaveProperty('points');
  });
});
