import type { Properties } from '../../air/loyalty-event';
import type { NamedEvent } from '../item';
import { type Order, type OrderLine, orderOf } from '../order';
import { withoutNulls } from '../without-nulls';

/** A metric of Klaviyo's own e-commerce integrations, with the money that its revenue reports add up. */
export interface KlaviyoOrder {
  readonly metric: 'Placed Order' | 'Refunded Order';
  readonly money: { readonly value: number; readonly value_currency: string };
  readonly properties: Properties;
}

const itemOf = (line: OrderLine): Properties =>
  withoutNulls({
    ProductID: line.productId,
    ProductName: line.name,
    Quantity: line.quantity,
    ItemPrice: line.price,
    RowTotal: line.total,
  });

/**
 * The e-commerce event that a loyalty event amounts to, in the names that Klaviyo's templates and reports know; null for
 * every event that is no final amount of an order.
 * @see https://developers.klaviyo.com/en/docs/guide_to_integrating_a_platform_without_a_pre_built_klaviyo_integration
 */
export function klaviyoOrder(event: NamedEvent, currency: string): KlaviyoOrder | null {
  const order = orderOf(event);
  if (!order) return null;
  return {
    metric: order.kind === 'refund' ? 'Refunded Order' : 'Placed Order',
    money: { value: order.total, value_currency: order.currency ?? currency },
    properties: propertiesOf(order),
  };
}

function propertiesOf(order: Order): Properties {
  const names = order.lines.map((line) => line.name).filter((name) => name !== null);
  return withoutNulls({
    OrderId: order.orderId,
    RefundId: order.refundId,
    DiscountValue: order.discount,
    ItemNames: [...new Set(names)],
    Items: order.lines.map(itemOf),
  });
}
