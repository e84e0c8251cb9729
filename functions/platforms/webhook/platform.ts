import type { Outbound, Platform } from '../platform';
import { readWebhookAnswer } from './answer';
import { webhookInbound } from './inbound';
import { webhookItems } from './items';
import { webhookAuthorize, webhookLimits, webhookRequest } from './request';
import {
  type WebhookCredentials,
  type WebhookOutboundSettings,
  webhookCredentials,
  webhookOutboundExample,
  webhookOutboundShape,
} from './settings';

const outbound: Outbound<WebhookOutboundSettings, WebhookCredentials> = {
  settings: webhookOutboundShape,
  credentials: webhookCredentials,
  example: webhookOutboundExample,
  limits: webhookLimits,
  items: webhookItems,
  request: webhookRequest,
  authorize: webhookAuthorize,
  read: readWebhookAnswer,
  deduplication: 'the id of each item, and webhook-id, where the receiver looks at them',
};

/** Any other system: Standard Webhooks out, a signature or an External Key in. */
export const webhook: Platform = { name: 'webhook', title: 'Webhook', inbound: webhookInbound, outbound };
