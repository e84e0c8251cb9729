import { commerceEvent, customEvent } from '../../../../functions/platforms/mparticle/events';
import { toItems } from '../../../../functions/platforms/mparticle/items';
import { EVENT_ID, joined, orderCompleted, settingsOf } from './examples';

test.each([
  ['Order Completed', 'transaction'],
  ['Points Spent', 'transaction'],
  ['Reward Issued', 'transaction'],
  ['Loyalty Program Joined', 'user_preference'],
  ['Member Profile Updated', 'user_preference'],
  ['Tier Changed', 'other'],
  ['Stamp Card Completed', 'other'],
])('%s is of the custom event type %s, whatever it is renamed to', (name, type) => {
  expect(customEvent({ ...orderCompleted, name, platformName: 'Other' }).data.custom_event_type).toBe(type);
});

describe('commerce events', () => {
  test('are off by default', () => {
    expect(toItems([orderCompleted], [], settingsOf()).items).toHaveLength(1);
  });

  test('by setting tell an order a second time, as a purchase in major units, under an id of its own', () => {
    const { items } = toItems([orderCompleted], [], settingsOf({ eCommerceEvents: true }));
    expect(items.map((item) => item.id)).toEqual([EVENT_ID, `${EVENT_ID}#ecommerce`]);
    expect(new Set(items.map((item) => item.target)).size).toBe(1);
    expect(items[1]?.body).toEqual({
      user_identities: { customer_id: 'C-60012' },
      event: {
        event_type: 'commerce_event',
        data: {
          currency_code: 'GBP',
          product_action: {
            action: 'purchase',
            transaction_id: 'T-2001',
            total_amount: 24.5,
            products: [
              { id: 'P-1', name: 'Tea', price: 4, quantity: 2, total_product_amount: 7 },
              { id: 'P-2', name: 'Pie', price: 20, quantity: 1, total_product_amount: 17.5 },
            ],
          },
          timestamp_unixtime_ms: Date.UTC(2026, 1, 11, 10, 20, 30, 123),
          source_message_id: `${EVENT_ID}#ecommerce`,
          custom_attributes: { store_id: 'S-4', discount: 3.5 },
        },
      },
    });
  });

  test('tell a refund with what was paid back', () => {
    const properties = { order_id: 'T-2001', refund_id: 'R-1', total: 7, products: [{ product_id: 'P-1' }] };
    const refund = commerceEvent({ ...orderCompleted, name: 'Order Refunded', properties }, 'EUR', 'r');
    expect(refund?.data).toMatchObject({
      currency_code: 'EUR',
      product_action: {
        action: 'refund',
        transaction_id: 'T-2001',
        total_amount: 7,
        products: [{ id: 'P-1' }],
      },
      custom_attributes: { refund_id: 'R-1' },
    });
  });

  test('tell nothing where the amount is not known, nor for any other event', () => {
    const properties = { order_id: 'T-2001', total: null };
    expect(commerceEvent({ ...orderCompleted, name: 'Order Refunded', properties }, 'GBP', 'r')).toBeNull();
    expect(commerceEvent(joined, 'GBP', 'j')).toBeNull();
  });

  test('of a receipt too long for a batch lose lines from its end, and say how many', () => {
    const products = Array.from({ length: 2_000 }, (_, index) => ({
      product_id: `P-${index}`,
      name: 'Bread',
      total: 1.2,
    }));
    const event = { ...orderCompleted, properties: { ...orderCompleted.properties, products } };
    const made = commerceEvent(event, 'GBP', 'c');
    const kept = made?.data.product_action.products.length ?? 0;
    expect(made?.data.custom_attributes.products_omitted).toBe(2_000 - kept);
    expect(Buffer.byteLength(JSON.stringify(made))).toBeLessThan(90_000);
  });
});
