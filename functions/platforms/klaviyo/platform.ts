import type { Outbound } from '../outbound';
import type { Platform } from '../platform';
import { readAnswer } from './answer';
import { inbound } from './inbound';
import { arrange, toItems } from './items';
import { probesOf } from './probe';
import { authorize, limitsOf, toRequest } from './request';
import {
  checkSettings,
  credentials,
  example,
  type KlaviyoCredentials,
  type KlaviyoOutbound,
  outboundSettings,
} from './settings';

const outbound: Outbound<KlaviyoOutbound, KlaviyoCredentials> = {
  settings: outboundSettings,
  credentials,
  example,
  limits: limitsOf,
  items: toItems,
  arrange,
  request: toRequest,
  authorize,
  read: readAnswer,
  check: checkSettings,
  deduplication: 'unique_id, per profile and metric',
  probes: probesOf,
};

export const klaviyo: Platform = { name: 'klaviyo', title: 'Klaviyo', inbound: inbound, outbound };
