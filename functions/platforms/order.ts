import type { LoyaltyEvent, Properties, PropertyValue } from '../air/loyalty-event';

/** What a loyalty event says of an order's money. Amounts in major units. */
export interface Order {
  readonly kind: 'purchase' | 'refund';
  readonly orderId: string;
  /** Of a refund only, where AIR gave it one. */
  readonly refundId: string | null;
  /** What the order came to, or what was paid back. */
  readonly total: number;
  readonly currency: string | null;
  readonly discount: number | null;
  readonly lines: readonly OrderLine[];
}

/** A line of the basket; null is what AIR did not say. */
export interface OrderLine {
  readonly productId: string | null;
  readonly name: string | null;
  readonly quantity: number | null;
  readonly price: number | null;
  readonly total: number | null;
}

const text = (value: PropertyValue | undefined) => (typeof value === 'string' && value !== '' ? value : null);
const number = (value: PropertyValue | undefined) => (typeof value === 'number' ? value : null);

function linesOf(products: PropertyValue | undefined): readonly OrderLine[] {
  const lines: readonly PropertyValue[] = Array.isArray(products) ? products : [];
  return lines
    .filter((line): line is Properties => typeof line === 'object' && line !== null && !Array.isArray(line))
    .map((line) => ({
      productId: text(line.product_id),
      name: text(line.name),
      quantity: number(line.quantity),
      price: number(line.price),
      total: number(line.total_after_discount) ?? number(line.total),
    }));
}

/**
 * The order that a loyalty event reports as revenue: once, when its amount is final. A settled purchase, the last
 * fulfilment of an order in phases, or a refund; null for every other event, and where the amount is not known.
 */
export function orderOf(event: LoyaltyEvent): Order | null {
  const { name, properties: told } = event;
  const final = name === 'Order Fulfilled' && told.phase === 'final';
  if (name !== 'Order Completed' && name !== 'Order Refunded' && !final) return null;
  const orderId = (final ? text(told.original_order_id) : null) ?? text(told.order_id);
  const total = number(final ? told.order_total : told.total);
  if (orderId === null || total === null || total < 0) return null;
  const refund = name === 'Order Refunded';
  return {
    kind: refund ? 'refund' : 'purchase',
    orderId,
    refundId: refund ? text(told.refund_id) : null,
    total,
    currency: text(told.currency),
    discount: refund ? null : (number(told.discount) ?? number(told.order_discount)),
    lines: linesOf(told.products),
  };
}
