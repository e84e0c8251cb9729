import type { Properties, PropertyValue } from '../../air/loyalty-event';
import { type OrderLine, orderOf } from '../order';
import type { NamedEvent } from '../platform';

/** An event of Segment's e-commerce spec. */
export interface EcommerceEvent {
  readonly event: 'Order Completed' | 'Order Refunded';
  readonly properties: Properties;
}

/** Leaves out what is not known: destinations take `null` for a value. */
function known(properties: Record<string, PropertyValue>): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null));
}

const productOf = (line: OrderLine): Properties =>
  known({
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
    return { event: 'Order Refunded', properties: known({ ...common, refund_id: refundId }) };
  const affiliation = event.properties.store_id ?? null;
  return {
    event: 'Order Completed',
    properties: known({ ...common, revenue: total, discount, affiliation }),
  };
}
