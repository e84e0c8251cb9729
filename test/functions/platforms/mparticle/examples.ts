import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { inboundShape, outboundShape } from '../../../../functions/connectors/settings';
import type { Inbound } from '../../../../functions/platforms/inbound';
import type { NamedEvent, NamedProfile } from '../../../../functions/platforms/item';
import { mparticle } from '../../../../functions/platforms/mparticle/platform';
import type { MparticleInbound, MparticleOutbound } from '../../../../functions/platforms/mparticle/settings';
import type { Outbound } from '../../../../functions/platforms/outbound';

export const outbound = mparticle.outbound as Outbound<
  MparticleOutbound,
  { apiKey: string; apiSecret: string; workspaceKey?: string; workspaceSecret?: string }
>;
export const inbound = mparticle.inbound as Inbound<MparticleInbound>;

/** Settings as `connectors.json` has them, with defaults filled in. */
export const settingsOf = (more: Readonly<Record<string, unknown>> = {}): MparticleOutbound =>
  z.strictObject({ ...outboundShape, ...outbound.settings }).parse({
    ...outbound.example,
    ...more,
  }) as MparticleOutbound;
export const inboundSettingsOf = (more: Readonly<Record<string, unknown>> = {}): MparticleInbound =>
  z.strictObject({ ...inboundShape, ...inbound.settings }).parse(more) as MparticleInbound;

const AIR_EVENT = '0a8c5a52-64f4-4d36-a9a6-5f0d5b1d8e11';
export const EVENT_ID = `${AIR_EVENT}:60012:Order Completed:77001234`;

export const orderCompleted: NamedEvent = {
  id: EVENT_ID,
  name: 'Order Completed',
  platformName: 'EE Order Completed',
  occurredAt: '2026-02-11T10:20:30.123Z',
  walletId: '60012',
  identity: { type: 'CUSTOMER_ID', value: 'C-60012' },
  properties: {
    order_id: 'T-2001',
    total: 24.5,
    discount: 3.5,
    currency: 'GBP',
    points_earned: 24,
    store_id: 'S-4',
    transaction_at: null,
    products: [
      { product_id: 'P-1', name: 'Tea', quantity: 2, price: 4, total: 8, total_after_discount: 7 },
      { product_id: 'P-2', name: 'Pie', quantity: 1, price: 20, total: 20, total_after_discount: 17.5 },
    ],
  },
};
export const couponRedeemed: NamedEvent = {
  ...orderCompleted,
  id: `${AIR_EVENT}:60012:Coupon Redeemed:88`,
  name: 'Coupon Redeemed',
  platformName: 'EE Coupon Redeemed',
  properties: { coupon_id: '88', discount: 3.5 },
};
export const joined: NamedEvent = {
  ...orderCompleted,
  id: '60012:joined',
  name: 'Loyalty Program Joined',
  platformName: 'EE Loyalty Program Joined',
  properties: {},
};
export const left: NamedEvent = {
  ...joined,
  id: '60012:left',
  name: 'Loyalty Program Left',
  platformName: 'EE Loyalty Program Left',
};
export const profile: NamedProfile = {
  id: `${AIR_EVENT}:60012:profile`,
  walletId: '60012',
  identity: { type: 'CUSTOMER_ID', value: 'C-60012' },
  asOf: '2026-02-11T10:20:30.123Z',
  attributes: {
    ee_points_balance: 1250,
    ee_tier_name: 'Gold',
    ee_marketing_opt_in: true,
    ee_tier_expires_at: null,
  },
};
/** The same consumer's next AIR event. */
export const later: NamedEvent = {
  ...orderCompleted,
  id: '9d1e3c77-0000-4000-8000-2b9f6f3d4c55:60012:Order Completed:77009999',
};

export const sample = (name: string, direction: 'inbound' | 'outbound' = 'inbound'): unknown =>
  JSON.parse(readFileSync(`samples/platforms/mparticle/${direction}/${name}.json`, 'utf8'));
