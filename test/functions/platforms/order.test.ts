import type { Properties } from '../../../functions/air/loyalty-event';
import { orderOf } from '../../../functions/platforms/order';

const order = (name: string, properties: Properties) =>
  orderOf({ id: 'e', name, occurredAt: '2026-01-01T00:00:00Z', walletId: 'w', identity: null, properties });

test('a settled purchase, with what AIR told of its lines', () => {
  expect(
    order('Order Completed', {
      order_id: 'A',
      total: 12,
      discount: 1,
      currency: 'GBP',
      products: [
        { product_id: 'P', name: 'Tea', quantity: 2, price: 6.5, total: 13, total_after_discount: 12 },
        { product_id: '', quantity: 'two' },
        'odd',
        null,
      ],
    }),
  ).toEqual({
    kind: 'purchase',
    orderId: 'A',
    refundId: null,
    total: 12,
    currency: 'GBP',
    discount: 1,
    lines: [
      { productId: 'P', name: 'Tea', quantity: 2, price: 6.5, total: 12 },
      { productId: null, name: null, quantity: null, price: null, total: null },
    ],
  });
});

test('an order in phases counts once: at the end, as a whole, under its own id', () => {
  const phase = { original_order_id: 'A', total: 3, order_total: 12, order_discount: 2 };
  expect(order('Order Placed', { order_id: 'A', total: 12 })).toBeNull();
  expect(order('Order Fulfilled', { ...phase, phase: 'partial' })).toBeNull();
  expect(order('Order Fulfilled', { ...phase, phase: 'final' })).toMatchObject({
    orderId: 'A',
    total: 12,
    discount: 2,
  });
});

test('a refund is what was paid back', () => {
  expect(order('Order Refunded', { order_id: 'A', refund_id: 'R', total: 0, discount: 5 })).toMatchObject({
    kind: 'refund',
    orderId: 'A',
    refundId: 'R',
    total: 0,
    discount: null,
  });
});

test.each([
  ['an amount that is not known', { order_id: 'A', total: null }],
  ['one below zero', { order_id: 'A', total: -3 }],
  ['an order without id', { total: 3 }],
])('%s is no revenue', (_, properties) => {
  expect(order('Order Refunded', properties)).toBeNull();
  expect(order('Order Completed', properties)).toBeNull();
});
