import type { NamedEvent } from '../../../../functions/platforms/item';
import { toItems } from '../../../../functions/platforms/segment/items';
import { ecommerceEvent as made } from '../../../../functions/platforms/segment/orders';
import { EVENT_ID, joined, orderCompleted, settingsOf } from './examples';

const ecommerceEvent = (event: NamedEvent) => made(event, 'EUR');

const refunded = {
  ...orderCompleted,
  name: 'Order Refunded',
  properties: {
    order_id: 'T-1009',
    refund_id: 'R-3',
    total: 7,
    currency: 'GBP',
    points_deducted: 7,
    products: [],
  },
};

test('e-commerce events are off by default', () => {
  expect(toItems([orderCompleted], [], settingsOf()).items).toHaveLength(1);
});

test('by setting, an order is told a second time in the words of the spec, without prefix, under an id of its own', () => {
  const { items } = toItems([orderCompleted], [], settingsOf({ eCommerceEvents: true }));
  expect(items.map((item) => (item.body as { event: string }).event)).toEqual([
    'EE Order Completed',
    'Order Completed',
  ]);
  expect(items[1]?.id).toBe(`${EVENT_ID}#ecommerce`);
  expect(items[1]?.body).toMatchObject({
    messageId: `ee-example-${EVENT_ID}#ecommerce`,
    userId: 'C-70041',
    properties: {
      order_id: 'T-1009',
      total: 24.5,
      revenue: 24.5,
      discount: 3.5,
      currency: 'GBP',
      affiliation: 'S-12',
      products: [
        { product_id: 'P-1', name: 'Tea', price: 4, quantity: 2, value: 7 },
        { product_id: 'P-2', name: 'Crème brûlée', price: 20, quantity: 1, value: 17.5 },
      ],
    },
  });
});

test('an order in phases is told once, at its end, with the whole order as the amount', () => {
  const phase = (properties: Record<string, string | number>) =>
    ecommerceEvent({
      ...orderCompleted,
      name: 'Order Fulfilled',
      properties: { original_order_id: 'T-7', currency: 'GBP', total: 5, ...properties },
    });
  expect(phase({ phase: 'partial' })).toBeNull();
  expect(phase({ phase: 'final', order_total: 20 })).toMatchObject({
    event: 'Order Completed',
    properties: { order_id: 'T-7', total: 20, revenue: 20 },
  });
  expect(ecommerceEvent({ ...orderCompleted, name: 'Order Placed' })).toBeNull();
});

test('a refund tells what was paid back', () => {
  expect(ecommerceEvent(refunded)).toEqual({
    event: 'Order Refunded',
    properties: { order_id: 'T-1009', refund_id: 'R-3', total: 7, currency: 'GBP', products: [] },
  });
});

test('a refund whose amount is not known is not told: a destination would take it for a full one', () => {
  expect(ecommerceEvent({ ...refunded, properties: { ...refunded.properties, total: null } })).toBeNull();
});

test('nothing else is an e-commerce event', () => {
  expect(ecommerceEvent(joined)).toBeNull();
});

test('what is not known is left out, and the connector gives the currency where the event has none', () => {
  const properties = { order_id: 'T-1', total: 3, discount: null };
  expect(ecommerceEvent({ ...orderCompleted, properties })?.properties).toEqual({
    order_id: 'T-1',
    total: 3,
    revenue: 3,
    currency: 'EUR',
    products: [],
  });
});
