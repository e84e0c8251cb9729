import type { Outbound } from '../outbound';
import type { Platform } from '../platform';
import { readAnswer } from './answer';
import { inbound } from './inbound';
import { toItems } from './items';
import { authorize, limitsOf, toRequest } from './request';
import {
  credentials,
  example,
  outboundSettings,
  type WebhookCredentials,
  type WebhookOutbound,
} from './settings';

const outbound: Outbound<WebhookOutbound, WebhookCredentials> = {
  settings: outboundSettings,
  credentials,
  example,
  limits: limitsOf,
  items: toItems,
  request: toRequest,
  authorize,
  read: readAnswer,
  deduplication: 'the id of each item, and webhook-id, where the receiver looks at them',
};

/** Any other system: Standard Webhooks out, a signature or an External Key in. */
export const webhook: Platform = { name: 'webhook', title: 'Webhook', inbound: inbound, outbound };
