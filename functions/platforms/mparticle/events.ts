import { cut } from '../cut';
import type { NamedEvent } from '../item';
import { type OrderLine, orderOf } from '../order';
import { shrinkLists } from '../shrink';
import { attributeText, type FlatAttributes, flatAttributes, MOST_NAME_CHARACTERS } from './attributes';

/** Of mParticle's enumeration, those that loyalty events fall under. */
type CustomEventType = 'transaction' | 'user_preference' | 'other';

interface CommonData {
  /** Epoch ms; without it mParticle takes the time of arrival. */
  readonly timestamp_unixtime_ms: number;
  readonly source_message_id: string;
  readonly custom_attributes: FlatAttributes;
}
export interface CustomEvent {
  readonly event_type: 'custom_event';
  readonly data: CommonData & {
    readonly event_name: string;
    readonly custom_event_type: CustomEventType;
  };
}
export interface Product {
  readonly id?: string;
  readonly name?: string;
  readonly price?: number;
  readonly quantity?: number;
  readonly total_product_amount?: number;
}
export interface CommerceEvent {
  readonly event_type: 'commerce_event';
  readonly data: CommonData & {
    readonly currency_code: string;
    readonly product_action: {
      readonly action: 'purchase' | 'refund';
      readonly transaction_id: string;
      readonly total_amount: number;
      readonly products: readonly Product[];
    };
  };
}
export type MparticleEvent = CustomEvent | CommerceEvent;

const TRANSACTION = /^(Order|Points|Coupon|Reward) /;
const PREFERENCE = /^(Loyalty|Member|Subscription) /;

/** https://docs.mparticle.com/developers/server/json-reference/#custom_event */
function typeOf(name: string): CustomEventType {
  if (TRANSACTION.test(name)) return 'transaction';
  return PREFERENCE.test(name) ? 'user_preference' : 'other';
}

/** A loyalty event as a custom event of mParticle. `id`: for the operator, who finds it in mParticle's live stream. */
export function customEvent(event: NamedEvent): CustomEvent {
  return {
    event_type: 'custom_event',
    data: {
      event_name: cut(event.platformName, MOST_NAME_CHARACTERS),
      custom_event_type: typeOf(event.name),
      timestamp_unixtime_ms: Date.parse(event.occurredAt),
      source_message_id: event.id,
      custom_attributes: flatAttributes(event.properties),
    },
  };
}

/** Most of the limit of a batch: a receipt of some 800 lines. */
const MOST_PRODUCT_BYTES = 80_000;

function productOf(line: OrderLine): Product {
  return {
    ...(line.productId !== null && { id: attributeText(line.productId) }),
    ...(line.name !== null && { name: attributeText(line.name) }),
    ...(line.price !== null && { price: line.price }),
    ...(line.quantity !== null && { quantity: line.quantity }),
    ...(line.total !== null && { total_product_amount: line.total }),
  };
}

/**
 * The commerce event that a loyalty event amounts to; null for every event that is no final amount of an order.
 * @see https://docs.mparticle.com/developers/server/json-reference/#commerce_event
 */
export function commerceEvent(event: NamedEvent, currency: string, id: string): CommerceEvent | null {
  const order = orderOf(event);
  if (!order) return null;
  const all = order.lines.map(productOf);
  const shrunk = shrinkLists({ products: all as never }, MOST_PRODUCT_BYTES);
  const products = (shrunk?.products ?? []) as readonly Product[];
  const { store_id = null } = event.properties;
  return {
    event_type: 'commerce_event',
    data: {
      currency_code: order.currency ?? currency,
      product_action: {
        action: order.kind,
        transaction_id: attributeText(order.orderId),
        total_amount: order.total,
        products,
      },
      timestamp_unixtime_ms: Date.parse(event.occurredAt),
      source_message_id: id,
      custom_attributes: flatAttributes({
        store_id,
        discount: order.discount,
        refund_id: order.refundId,
        products_omitted: products.length < all.length ? all.length - products.length : null,
      }),
    },
  };
}
