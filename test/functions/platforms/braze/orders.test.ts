import { refusalOf } from '../../../../local/simulators/braze/rules';
import { bodiesOf, event, itemsOf } from './events';

const LINE = {
  product_id: 'P1',
  name: 'Rye bread',
  quantity: 2,
  price: 3.1,
  total: 6.2,
  total_after_discount: 5.7,
};
const ORDER = {
  order_id: 'T-9',
  total: 5.7,
  discount: 0.5,
  currency: 'GBP',
  store_id: 'S-3',
  products: [LINE],
};
const FINAL = {
  original_order_id: 'W-1',
  phase: 'final',
  total: 4,
  order_total: 20,
  order_discount: 1.25,
  products: [LINE],
};
const REFUND = {
  order_id: 'T-9',
  refund_id: 'R-2',
  total: 3.1,
  products: [{ ...LINE, quantity: 1, total: 3.1 }],
};

const recommended = (...events: ReturnType<typeof event>[]) =>
  bodiesOf(events, [], { eCommerceEvents: 'recommended' }).filter(({ name }) =>
    name.startsWith('ecommerce.'),
  );
const purchases = (...events: ReturnType<typeof event>[]) =>
  bodiesOf(events, [], { eCommerceEvents: 'purchases' }).filter(({ product_id }) => product_id);

test('off by default: the shop itself may report its orders already', () => {
  expect(bodiesOf([event('Order Completed', ORDER)])).toHaveLength(1);
});

describe('recommended events', () => {
  test('a settled purchase is an order placed, beside the loyalty event and never prefixed', () => {
    const { items } = itemsOf([event('Order Completed', ORDER)], [], { eCommerceEvents: 'recommended' });
    expect(items.map(({ id }) => id)).toEqual([
      'ev-1:w-1:Order Completed:0',
      'ev-1:w-1:Order Completed:0#ecommerce',
    ]);
    expect(items[1]?.body).toEqual({
      external_id: 'CU-1',
      name: 'ecommerce.order_placed',
      time: '2026-04-18T10:42:07Z',
      properties: {
        order_id: 'T-9',
        total_value: 5.7,
        currency: 'GBP',
        total_discounts: 0.5,
        products: [
          { product_id: 'P1', product_name: 'Rye bread', variant_id: 'P1', quantity: 2, price: 3.1 },
        ],
        source: 'eagle-eye-air',
        metadata: { store_id: 'S-3' },
      },
    });
  });

  test('ids that look like dates stay the texts that the schema wants', () => {
    const [told] = recommended(
      event('Order Completed', {
        ...ORDER,
        order_id: '2026-01-29',
        products: [{ ...LINE, product_id: '2026-01-29' }],
      }),
    );
    expect(told!.properties).toMatchObject({
      order_id: '2026-01-29',
      products: [{ product_id: '2026-01-29', variant_id: '2026-01-29' }],
    });
    expect(refusalOf('events', told)).toBeNull();
  });

  test('an order in phases is told once, when its total is final', () => {
    expect(recommended(event('Order Placed', { order_id: 'W-1', total: 35 }))).toEqual([]);
    expect(recommended(event('Order Fulfilled', { ...FINAL, phase: 'partial' }))).toEqual([]);
    expect(recommended(event('Order Fulfilled', FINAL))).toMatchObject([
      {
        name: 'ecommerce.order_placed',
        properties: { order_id: 'W-1', total_value: 20, total_discounts: 1.25 },
      },
    ]);
  });

  test('a refund is told with what was paid back', () => {
    expect(recommended(event('Order Refunded', REFUND))).toMatchObject([
      {
        name: 'ecommerce.order_refunded',
        properties: { order_id: 'T-9', total_value: 3.1, metadata: { refund_id: 'R-2' } },
      },
    ]);
  });

  test('an amount that is not known is never invented', () => {
    expect(recommended(event('Order Refunded', { ...REFUND, total: null }))).toEqual([]);
    expect(recommended(event('Order Fulfilled', { ...FINAL, order_total: undefined as never }))).toEqual([]);
    expect(recommended(event('Order Completed', { ...ORDER, order_id: null }))).toEqual([]);
  });

  test('weighed goods are one piece at the line’s price, since Braze counts in whole pieces', () => {
    const cheese = { product_id: 'P2', name: 'Cheddar', quantity: 0.46, price: 17.5, total: 8.05 };
    expect(
      recommended(event('Order Completed', { ...ORDER, products: [cheese] }))[0]?.properties.products,
    ).toEqual([{ product_id: 'P2', product_name: 'Cheddar', variant_id: 'P2', quantity: 1, price: 8.05 }]);
  });

  test.each([
    ['no lines', undefined],
    ['no usable line', [{ quantity: 1 }, 'x', null]],
  ])('an order with %s stands as one product, since Braze requires one', (_, products) => {
    const [body] = recommended(event('Order Completed', { ...ORDER, products: products as never }));
    expect(body?.properties.products).toEqual([
      { product_id: 'order', product_name: 'Order', variant_id: 'order', quantity: 1, price: 5.7 },
    ]);
  });

  test('a long receipt stays within 50 KB, and says in its metadata how many lines are missing', () => {
    const products = Array.from({ length: 900 }, (_, index) => ({ ...LINE, product_id: `P-${index}` }));
    const [body] = recommended(event('Order Completed', { ...ORDER, products }));
    expect(body?.properties.products.length + body?.properties.metadata.products_omitted).toBe(900);
    expect(Buffer.byteLength(JSON.stringify(body?.properties))).toBeLessThanOrEqual(50_000);
    expect(refusalOf('events', body)).toBeNull();
  });

  test('the currency of the settings where the event names none', () => {
    const { currency: _, ...without } = ORDER;
    expect(recommended(event('Order Completed', without))[0]?.properties.currency).toBe('GBP');
  });

  test('each follows Braze’s schema', () => {
    const bodies = recommended(
      event('Order Completed', ORDER),
      event('Order Fulfilled', FINAL),
      event('Order Refunded', REFUND),
    );
    expect(bodies.map((body) => refusalOf('events', body))).toEqual([null, null, null]);
  });
});

describe('purchases', () => {
  test('one per order, at its exact total', () => {
    const bodies = purchases(event('Order Completed', ORDER));
    expect(bodies).toMatchObject([
      {
        external_id: 'CU-1',
        product_id: 'Completed Order',
        currency: 'GBP',
        price: 5.7,
        quantity: 1,
        time: '2026-04-18T10:42:07Z',
      },
    ]);
    expect(bodies[0]?.properties).toMatchObject({ order_id: 'T-9', products: [LINE] });
  });

  test('no reserved name stands in its properties', () => {
    const [body] = purchases(event('Order Completed', ORDER));
    expect(body?.properties).not.toHaveProperty('currency');
    expect(refusalOf('purchases', body)).toBeNull();
  });

  test('the last fulfilment counts with the whole order’s total', () => {
    expect(purchases(event('Order Fulfilled', FINAL))).toMatchObject([
      { price: 20, properties: { order_id: 'W-1' } },
    ]);
  });

  test('a refund is none: Braze has no purchase that takes revenue back', () => {
    expect(purchases(event('Order Refunded', REFUND))).toEqual([]);
  });

  test('a long receipt loses lines, never revenue', () => {
    const products = Array.from({ length: 900 }, () => LINE);
    const [body] = purchases(event('Order Completed', { ...ORDER, products }));
    expect(body).toMatchObject({ price: 5.7, properties: { products_omitted: expect.any(Number) } });
    expect(refusalOf('purchases', body)).toBeNull();
  });
});

test('nothing but orders is revenue', () => {
  const names = ['Order Placed', 'Points Spent', 'Reward Issued', 'Loyalty Program Left', 'Coupon Redeemed'];
  const events = names.map((name) => event(name, { order_id: 'A', total: 5, order_total: 5 }));
  expect(bodiesOf(events, [], { eCommerceEvents: 'recommended' })).toHaveLength(names.length);
  expect(bodiesOf(events, [], { eCommerceEvents: 'purchases' })).toHaveLength(names.length);
});
