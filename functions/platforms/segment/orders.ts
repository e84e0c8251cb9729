import type { Properties } from '../../air/loyalty-event';
import type { NamedEvent } from '../item';
import { type OrderLine, orderOf } from '../order';
import { withoutNulls } from '../without-nulls';

/** An event of Segment's e-commerce spec. */
export interface EcommerceEvent {
  readonly event: 'Order Completed' | 'Order Refunded';
  readonly properties: Properties;
}

const productOf = (line: OrderLine): Properties =>
  withoutNulls({
    product_id: line.productId,
    name: line.name,
    price: line.price,
    quantity: line.quantity,
    value: line.total,
  });

/**
 * The e-commerce event that a loyalty event amounts to; null for every event that is no final amount of an order.
 * `revenue` stands beside `total`, since destinations read either.
 * @see https://segment.com/docs/connections/spec/ecommerce/v2/#order-completed
 */
export function ecommerceEvent(event: NamedEvent, currency: string): EcommerceEvent | null {
  const order = orderOf(event);
  if (!order) return null;
  const { orderId, refundId, total, discount } = order;
  const common = {
    order_id: orderId,
    total,
    currency: order.currency ?? currency,
    products: order.lines.map(productOf),
  };
  if (order.kind === 'refund')
    return { event: 'Order Refunded', properties: withoutNulls({ ...common, refund_id: refundId }) };
  const affiliation = event.properties.store_id ?? null;
  return {
    event: 'Order Completed',
    properties: withoutNulls({ ...common, revenue: total, discount, affiliation }),
  };
}
