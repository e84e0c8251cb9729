import { bodiesOf, event, itemsOf, outbound, profile, settings } from './examples';

const SECONDS = Date.parse('2026-03-09T18:20:05.250Z') / 1000;

test('an event is a command with its time in seconds, and says which loyalty event it was', () => {
  expect(bodiesOf([event('Points Spent', { points: 40 })])).toEqual([
    {
      name: 'customers/events',
      data: {
        customer_ids: { registered: 'BR-88' },
        event_type: 'EE Points Spent',
        timestamp: SECONDS,
        properties: { points: 40, ee_event_id: 'br-3:w-3:Points Spent:0' },
      },
    },
  ]);
});

test('a profile is a command with the time of its values, by which an older one does not win', () => {
  expect(
    bodiesOf([event('Points Spent')], [profile({ ee_points_balance: 75, ee_tier_name: null })])[0],
  ).toEqual({
    name: 'customers',
    data: {
      customer_ids: { registered: 'BR-88' },
      properties: { ee_points_balance: 75, ee_tier_name: null },
      update_timestamp: SECONDS,
    },
  });
});

test('the identity can be another hard id', () => {
  const [update, tracked] = bodiesOf([event('Points Spent')], [profile()], { customerId: 'loyalty_card' });
  expect(update.data.customer_ids).toEqual({ loyalty_card: 'BR-88' });
  expect(tracked.data.customer_ids).toEqual({ loyalty_card: 'BR-88' });
});

test('dates become UNIX seconds, wherever they stand: a text is not sure to be a date', () => {
  const [update, tracked] = bodiesOf(
    [event('Reward Issued', { coupons: [{ coupon_id: '77', valid_until: '2026-04-30T21:59:59Z' }] })],
    [profile({ ee_tier_expires_at: '2026-12-31T23:00:00.000Z', birth_date: '1988-02-29' })],
  );
  expect(update.data.properties).toEqual({
    ee_tier_expires_at: Date.parse('2026-12-31T23:00:00Z') / 1000,
    birth_date: Date.parse('1988-02-29') / 1000,
  });
  expect(tracked.data.properties.coupons).toEqual([
    { coupon_id: '77', valid_until: Date.parse('2026-04-30T21:59:59Z') / 1000 },
  ]);
});

test('ids and references that look like dates stay text', () => {
  const order = { order_id: '2026-01-29', total: 2, products: [{ product_id: '2026-01-29', price: 2 }] };
  const [tracked, bought] = bodiesOf([event('Order Completed', order)], [], { eCommerceEvents: true });
  expect(tracked.data.properties).toMatchObject(order);
  expect(bought.data.properties).toMatchObject({
    purchase_id: '2026-01-29',
    product_ids: ['2026-01-29'],
    product_list: [{ product_id: '2026-01-29' }],
  });
});

test('a date that the settings rename stays a date', () => {
  const [update] = bodiesOf([], [profile({ 'Tier end': '2026-12-31T23:00:00.000Z' })]);
  expect(update.data.properties).toEqual({ 'Tier end': Date.parse('2026-12-31T23:00:00Z') / 1000 });
});

test.each(['2026', '12-05-2026', '2026-13-45', 'from 2026-01-01', '20260101'])(
  '%s is no date, and stays',
  (note) => {
    expect(bodiesOf([], [profile({ note })])[0].data.properties).toEqual({ note });
  },
);

test('a text is cut below 16 KB', () => {
  const [update] = bodiesOf([], [profile({ note: '€'.repeat(20_000) })]);
  expect(Buffer.byteLength(JSON.stringify(update.data.properties.note))).toBeLessThan(16 * 1024);
});

test('an event over 800 KB loses lines from the end of its receipt, and says how many', () => {
  const products = Array.from({ length: 9_000 }, (_, index) => ({
    product_id: `P-${index}`,
    name: 'n'.repeat(120),
  }));
  const { items, unsendable } = itemsOf([event('Order Completed', { products })]);
  expect(unsendable).toEqual([]);
  const body = items[0]!.body as { data: { properties: { products: unknown[]; products_omitted: number } } };
  expect(body.data.properties.products.length + body.data.properties.products_omitted).toBe(9_000);
  expect(Buffer.byteLength(JSON.stringify(body.data))).toBeLessThan(800 * 1024);
});

test.each([null, { type: 'CUSTOMER_ID', value: '' }])(
  'identity %j: nothing is sent, and it is told',
  (identity) => {
    const { items, unsendable } = itemsOf(
      [event('Points Spent', {}, { identity })],
      [profile({}, { identity })],
    );
    expect(items).toEqual([]);
    expect(unsendable).toHaveLength(2);
  },
);

test('nothing changed: no command', () => {
  expect(itemsOf([], [profile({})])).toEqual({ items: [], unsendable: [] });
});

describe('purchases', () => {
  const products = [
    { product_id: 'SKU-1', name: 'Rye bread', quantity: 2, price: 40, total: 80, total_after_discount: 72 },
    { product_id: null, name: 'Deposit', quantity: 1, price: 3, total: 3, total_after_discount: 3 },
  ];
  const purchase = (...given: Parameters<typeof event>) =>
    bodiesOf([event(...given)], [], { eCommerceEvents: true })[1]?.data;

  test('off by default: the shop’s own would count twice', () => {
    expect(bodiesOf([event('Order Completed', { order_id: 'A', total: 75 })])).toHaveLength(1);
  });

  test('a settled purchase, never prefixed', () => {
    expect(purchase('Order Completed', { order_id: 'A-1', total: 75, discount: 8, products })).toEqual({
      customer_ids: { registered: 'BR-88' },
      event_type: 'purchase',
      timestamp: SECONDS,
      properties: {
        purchase_id: 'A-1',
        purchase_status: 'success',
        total_price: 75,
        currency: 'CZK',
        discount_value: 8,
        total_quantity: 3,
        product_list: [{ product_id: 'SKU-1', title: 'Rye bread', quantity: 2, price: 40, total_price: 72 }],
        product_ids: ['SKU-1'],
      },
    });
  });

  test('the last fulfilment counts the whole order, a partial one nothing', () => {
    expect(
      purchase('Order Fulfilled', { original_order_id: 'A-1', phase: 'partial', total: 1 }),
    ).toBeUndefined();
    expect(
      purchase('Order Fulfilled', { original_order_id: 'A-1', phase: 'final', total: 1, order_total: 75 }),
    ).toMatchObject({ properties: { purchase_id: 'A-1', total_price: 75 } });
  });

  test('a refund has the status refund and the amount paid back; unknown amounts are not guessed', () => {
    expect(purchase('Order Refunded', { order_id: 'A-1', refund_id: 'R-1', total: 40 })).toMatchObject({
      event_type: 'purchase',
      properties: { purchase_status: 'refund', purchase_id: 'A-1', refund_id: 'R-1', total_price: 40 },
    });
    expect(purchase('Order Refunded', { order_id: 'A-1', total: null })).toBeUndefined();
  });
});

describe('leaving the programme', () => {
  const left = event('Loyalty Program Left');

  test('by default nothing but the news', () => {
    expect(itemsOf([left]).items.map(({ id }) => id)).toEqual([left.id]);
  });

  test('unsubscribe: the consents of the settings are rejected', () => {
    const { items } = itemsOf([left], [], { onLeave: 'unsubscribe', leaveConsents: ['newsletter', 'sms'] });
    expect(items.map(({ id }) => id)).toEqual([
      left.id,
      `${left.id}#consent-newsletter`,
      `${left.id}#consent-sms`,
    ]);
    expect(items[1]!.body).toMatchObject({
      name: 'customers/events',
      data: { event_type: 'consent', properties: { action: 'reject', category: 'newsletter' } },
    });
  });

  test('erase: an anonymization instead of the news, and no property that would be written again', () => {
    const { items } = itemsOf([left], [profile({ ee_loyalty_status: 'left' })], { onLeave: 'erase' });
    expect(items.map(({ id, target }) => [id, target])).toEqual([[left.id, 'anonymize']]);
    expect(JSON.parse(outbound.request(items, settings()).body)).toEqual({
      customers: [{ customer_ids: { registered: 'BR-88' } }],
    });
  });
});
