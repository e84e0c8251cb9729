import type { Properties } from '../../air/loyalty-event';
import type { NamedEvent } from '../item';
import { orderOf } from '../order';
import { withoutNulls } from '../without-nulls';

/**
 * The properties of a `purchase` event, in the names that Bloomreach's reports and predictions look for; null for every
 * event that is no final amount of an order. A refund is a `purchase` too, with the status `refund` and the amount paid
 * back as it is, not below zero.
 * @see https://documentation.bloomreach.com/engagement/docs/custom-events
 */
export function purchase(event: NamedEvent, currency: string): Properties | null {
  const order = orderOf(event);
  if (!order) return null;
  const products = order.lines
    .filter((line) => line.productId !== null)
    .map((line) =>
      withoutNulls({
        product_id: line.productId,
        title: line.name,
        quantity: line.quantity,
        price: line.price,
        total_price: line.total,
      }),
    );
  const quantities = order.lines.map((line) => line.quantity).filter((quantity) => quantity !== null);
  return withoutNulls({
    purchase_id: order.orderId,
    refund_id: order.refundId,
    purchase_status: order.kind === 'refund' ? 'refund' : 'success',
    total_price: order.total,
    currency: order.currency ?? currency,
    discount_value: order.discount,
    total_quantity: quantities.length > 0 ? quantities.reduce((sum, quantity) => sum + quantity, 0) : null,
    product_list: products,
    product_ids: products.map((product) => product.product_id ?? null),
  });
}
