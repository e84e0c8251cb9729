/** Our batches against mParticle's own models: the types compile, the enumerations hold. */
import {
  BatchEnvironmentEnum,
  type CommerceEventData,
  type CommonEventData,
  CustomEventDataCustomEventTypeEnum,
  EventTypeEnum,
  type ProductAction,
  ProductActionActionEnum,
  type Batch as TheirBatch,
  type Product as TheirProduct,
} from '@mparticle/event-models';
import type { CommerceEvent, CustomEvent, Product } from '../../../../functions/platforms/mparticle/events';
import { USER_IDENTITIES } from '../../../../functions/platforms/mparticle/identities';
import { toItems, type UserIdentities } from '../../../../functions/platforms/mparticle/items';
import { type Batch, toRequest } from '../../../../functions/platforms/mparticle/request';
import { couponRedeemed, joined, orderCompleted, profile, settingsOf } from './examples';

/** Fields of ours that are not of theirs: never has to be the answer. */
type Foreign<Ours, Theirs> = Exclude<keyof Ours, keyof Theirs>;
type None<T extends never> = T;
type NoForeignFields = [
  None<Foreign<Batch, TheirBatch>>,
  None<Foreign<UserIdentities, NonNullable<TheirBatch['user_identities']>>>,
  None<Foreign<CommerceEvent['data'], CommerceEventData>>,
  None<Foreign<CommerceEvent['data']['product_action'], ProductAction>>,
  None<Foreign<Product, TheirProduct>>,
  None<Exclude<keyof CustomEvent['data'], keyof CommonEventData | 'event_name' | 'custom_event_type'>>,
];
const foreign: readonly NoForeignFields[number][] = [];
/** What is of theirs has their types, but for attributes: their JSON schema takes numbers and booleans too. */
const asTheirs = (product: Product): TheirProduct => product;
const identitiesAsTheirs = (identities: UserIdentities): NonNullable<TheirBatch['user_identities']> =>
  identities;

const settings = settingsOf({ eCommerceEvents: true, dataPlan: { id: 'loyalty' } });
const refunded = {
  ...orderCompleted,
  id: 'r:60012:Order Refunded:1',
  name: 'Order Refunded',
  properties: { order_id: 'T-2001', total: 7 },
};
const { items } = toItems([joined, orderCompleted, couponRedeemed, refunded], [profile], settings);
const batch: Batch = JSON.parse(toRequest(items, settings).body);
const values = (of: object): unknown[] => Object.values(of);

test('environment, event types and actions are of their enumerations', () => {
  expect(values(BatchEnvironmentEnum)).toContain(batch.environment);
  for (const { event_type } of batch.events ?? []) expect(values(EventTypeEnum)).toContain(event_type);
  const custom = (batch.events ?? []).filter((event) => event.event_type === 'custom_event');
  const commerce = (batch.events ?? []).filter((event) => event.event_type === 'commerce_event');
  expect([custom.length, commerce.length]).toEqual([4, 2]);
  for (const { data } of custom)
    expect(values(CustomEventDataCustomEventTypeEnum)).toContain(data.custom_event_type);
  expect(commerce.map(({ data }) => data.product_action.action)).toEqual([
    ProductActionActionEnum.purchase,
    ProductActionActionEnum.refund,
  ]);
});

test('no field of ours is foreign to their models', () => {
  expect(foreign).toEqual([]);
});

test('products and identities have their types', () => {
  const [purchase] = (batch.events ?? []).filter((event) => event.event_type === 'commerce_event');
  expect(purchase?.data.product_action.products.map(asTheirs)).toHaveLength(2);
  expect(identitiesAsTheirs(batch.user_identities)).toEqual({ customer_id: 'C-60012' });
  expect(USER_IDENTITIES).toHaveLength(15);
});
