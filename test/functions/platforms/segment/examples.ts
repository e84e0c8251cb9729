import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { outboundShape } from '../../../../functions/connectors/settings';
import type { NamedEvent, NamedProfile } from '../../../../functions/platforms/item';
import { segment } from '../../../../functions/platforms/segment/platform';
import type { SegmentOutbound } from '../../../../functions/platforms/segment/settings';

export const outbound = segment.outbound!;

/** Settings as `connectors.json` has them, with defaults filled in. */
export const settingsOf = (more: Readonly<Record<string, unknown>> = {}): SegmentOutbound =>
  z.strictObject({ ...outboundShape, ...outbound.settings }).parse({
    ...outbound.example,
    ...more,
  }) as SegmentOutbound;

export const EVENT_ID = '5b1f6e0a-9f37-4a5e-8f6c-0d7f1b1f2c3d:70041:Order Completed:88001234';

export const orderCompleted: NamedEvent = {
  id: EVENT_ID,
  name: 'Order Completed',
  platformName: 'EE Order Completed',
  occurredAt: '2026-02-11T10:20:30.123Z',
  walletId: '70041',
  identity: { type: 'CUSTOMER_ID', value: 'C-70041' },
  properties: {
    order_id: 'T-1009',
    total: 24.5,
    discount: 3.5,
    currency: 'GBP',
    points_earned: 24,
    points_spent: 0,
    store_id: 'S-12',
    transaction_at: '2026-02-11T10:20:00Z',
    products: [
      { product_id: 'P-1', name: 'Tea', quantity: 2, price: 4, total: 8, total_after_discount: 7 },
      {
        product_id: 'P-2',
        name: 'Crème brûlée',
        quantity: 1,
        price: 20,
        total: 20,
        total_after_discount: 17.5,
      },
    ],
  },
};

export const joined: NamedEvent = {
  ...orderCompleted,
  id: '70041:joined',
  name: 'Loyalty Program Joined',
  platformName: 'EE Loyalty Program Joined',
  properties: {},
};

export const left: NamedEvent = {
  ...joined,
  id: '70041:left',
  name: 'Loyalty Program Left',
  platformName: 'EE Loyalty Program Left',
};

export const profile: NamedProfile = {
  id: '5b1f6e0a-9f37-4a5e-8f6c-0d7f1b1f2c3d:70041:profile',
  walletId: '70041',
  identity: { type: 'CUSTOMER_ID', value: 'C-70041' },
  asOf: '2026-02-11T10:20:30.123Z',
  attributes: {
    ee_points_balance: 1250,
    ee_tier_name: 'Gold',
    ee_marketing_opt_in: true,
    ee_tier_expires_at: null,
  },
};

export const sample = (name: string, direction: 'inbound' | 'outbound' = 'inbound'): unknown =>
  JSON.parse(readFileSync(`samples/platforms/segment/${direction}/${name}.json`, 'utf8'));
