/**
 * Orders as Braze's own revenue: recommended events, or the older purchase object.
 * @see https://www.braze.com/docs/user_guide/data/activation/events/recommended_events/
 * @see https://www.braze.com/docs/api/objects_filters/purchase_object/
 */
import type { Properties } from '../../air/loyalty-event';
import type { NamedEvent } from '../item';
import { type OrderLine, orderOf } from '../order';
import { shrinkLists } from '../shrink';
import { eventProperties, MOST_PROPERTY_BYTES } from './properties';

const SOURCE = 'eagle-eye-air';
/** Stands for an order whose lines AIR does not tell: Braze requires a product. */
const WHOLE_ORDER = { product_id: 'order', product_name: 'Order', variant_id: 'order', quantity: 1 };
/** Braze advises one name for orders, not one per product: a workspace holds 5,000 product ids. */
const PURCHASE_PRODUCT_ID = 'Completed Order';
const PURCHASE_RESERVED = new Set(['time', 'product_id', 'quantity', 'event_name', 'price', 'currency']);
const NONE_RESERVED: ReadonlySet<string> = new Set();
const METADATA_BYTES = 1_000;

/** A line as the recommended events want it; weighed goods become one piece at the line's price. */
function recommendedProduct(line: OrderLine): Properties | null {
  const id = line.productId ?? line.name;
  const pieces = line.quantity !== null && Number.isInteger(line.quantity) && line.quantity > 0;
  const price = pieces ? (line.price ?? line.total) : (line.total ?? line.price);
  if (id === null || price === null || price < 0) return null;
  return {
    product_id: id,
    product_name: line.name ?? id,
    variant_id: id,
    quantity: pieces ? line.quantity : 1,
    price,
  };
}

/** An event for `events[]`, without user; null where the event is no revenue or its amount is not known. */
export function recommendedEvent(
  event: NamedEvent,
  currency: string,
): { readonly time: string; readonly name: string; readonly properties: Properties } | null {
  const order = orderOf(event);
  if (!order) return null;
  const lines = order.lines.map(recommendedProduct).filter((line) => line !== null);
  const whole = { ...WHOLE_ORDER, price: order.total };
  const properties = eventProperties(
    {
      order_id: order.orderId,
      total_value: order.total,
      currency: order.currency ?? currency,
      total_discounts: order.discount,
      products: lines.length > 0 ? lines : [whole],
      source: SOURCE,
    },
    NONE_RESERVED,
  );
  const { products_omitted = null, ...shrunk } =
    shrinkLists(properties, MOST_PROPERTY_BYTES - METADATA_BYTES) ?? properties;
  const metadata = eventProperties(
    { store_id: event.properties.store_id ?? null, refund_id: order.refundId, products_omitted },
    NONE_RESERVED,
  );
  return {
    time: event.occurredAt,
    name: order.kind === 'refund' ? 'ecommerce.order_refunded' : 'ecommerce.order_placed',
    properties: Object.keys(metadata).length > 0 ? { ...shrunk, metadata } : shrunk,
  };
}

/**
 * A purchase for `purchases[]`, without user: one per order, at the order's total, so that the revenue is exact
 * whatever the lines were rounded to. Braze has no purchase that takes revenue back, so a refund is none.
 */
export function purchase(event: NamedEvent, currency: string): Record<string, unknown> | null {
  const order = orderOf(event);
  if (order?.kind !== 'purchase') return null;
  const properties = eventProperties({ ...event.properties, order_id: order.orderId }, PURCHASE_RESERVED);
  return {
    time: event.occurredAt,
    product_id: PURCHASE_PRODUCT_ID,
    currency: order.currency ?? currency,
    price: order.total,
    quantity: 1,
    properties: shrinkLists(properties, MOST_PROPERTY_BYTES) ?? { order_id: order.orderId },
  };
}
