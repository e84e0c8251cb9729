import { event, itemsOf } from './examples';

const products = [
  {
    product_id: '50188',
    name: 'Olive oil 1 l',
    quantity: 2,
    price: 9.5,
    total: 19,
    total_after_discount: 17,
  },
  { product_id: null, name: 'Carrier bag', quantity: 1, price: 0.3, total: 0.3, total_after_discount: 0.3 },
];
// biome-ignore lint/suspicious/noExplicitAny: bodies of many shapes.
const sent = (...given: Parameters<typeof event>): any[] =>
  itemsOf([event(...given)], [], { eCommerceEvents: true }).items.map((item) => item.body);

test('a settled purchase is a Placed Order with its value, beside the loyalty event without one', () => {
  const [news, order] = sent('Order Completed', {
    order_id: 'TILL-3-88',
    total: 17.3,
    discount: 2,
    currency: 'EUR',
    products,
  });
  expect(news).not.toHaveProperty('value');
  expect(order).toMatchObject({
    unique_id: 'ev-7:w-7:Order Completed:0#ecommerce',
    value: 17.3,
    value_currency: 'EUR',
    metric: { data: { attributes: { name: 'Placed Order' } } },
    properties: {
      OrderId: 'TILL-3-88',
      DiscountValue: 2,
      ItemNames: ['Olive oil 1 l', 'Carrier bag'],
      Items: [
        { ProductID: '50188', ProductName: 'Olive oil 1 l', Quantity: 2, ItemPrice: 9.5, RowTotal: 17 },
        { ProductName: 'Carrier bag', Quantity: 1, ItemPrice: 0.3, RowTotal: 0.3 },
      ],
    },
  });
});

test('an order in phases counts once, at its last fulfilment, with the whole order’s total', () => {
  expect(sent('Order Placed', { order_id: 'O-1', total: 50 })).toHaveLength(1);
  expect(sent('Order Fulfilled', { original_order_id: 'O-1', phase: 'partial', total: 20 })).toHaveLength(1);
  const [, order] = sent('Order Fulfilled', {
    original_order_id: 'O-1',
    order_id: 'F-2',
    phase: 'final',
    total: 30,
    order_total: 50,
  });
  expect(order).toMatchObject({ value: 50, value_currency: 'GBP', properties: { OrderId: 'O-1' } });
});

test('a refund is a Refunded Order with what was paid back', () => {
  const [, order] = sent('Order Refunded', { order_id: 'O-1', refund_id: 'R-1', total: 4.25 });
  expect(order).toMatchObject({
    value: 4.25,
    metric: { data: { attributes: { name: 'Refunded Order' } } },
    properties: { OrderId: 'O-1', RefundId: 'R-1' },
  });
});

test.each([
  ['Order Refunded', { order_id: 'O-1', total: null }],
  ['Order Refunded', { order_id: 'O-1', total: -1 }],
  ['Order Completed', { total: 10 }],
  ['Points Spent', { order_id: 'O-1', total: 10 }],
])('%s %j is no revenue: nothing is guessed', (name, properties) => {
  expect(sent(name, properties)).toHaveLength(1);
});
