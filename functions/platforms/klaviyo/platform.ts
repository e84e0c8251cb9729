import type { Outbound, Platform } from '../platform';
import { readKlaviyoAnswer } from './answer';
import { klaviyoInbound } from './inbound';
import { arrangeKlaviyo, klaviyoItems } from './items';
import { klaviyoProbes } from './probe';
import { klaviyoAuthorize, klaviyoLimits, klaviyoRequest } from './request';
import {
  checkKlaviyoSettings,
  type KlaviyoCredentials,
  type KlaviyoOutboundSettings,
  klaviyoCredentials,
  klaviyoOutboundExample,
  klaviyoOutboundShape,
} from './settings';

const outbound: Outbound<KlaviyoOutboundSettings, KlaviyoCredentials> = {
  settings: klaviyoOutboundShape,
  credentials: klaviyoCredentials,
  example: klaviyoOutboundExample,
  limits: klaviyoLimits,
  items: klaviyoItems,
  arrange: arrangeKlaviyo,
  request: klaviyoRequest,
  authorize: klaviyoAuthorize,
  read: readKlaviyoAnswer,
  check: checkKlaviyoSettings,
  deduplication: 'unique_id, per profile and metric',
  probes: klaviyoProbes,
};

export const klaviyo: Platform = { name: 'klaviyo', title: 'Klaviyo', inbound: klaviyoInbound, outbound };
