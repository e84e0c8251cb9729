import type { InboundSettings } from '../../connectors/settings';
import type { Inbound } from '../inbound';
import type { Outbound } from '../outbound';
import type { Platform } from '../platform';
import { readAnswer } from './answer';
import { readWebhook } from './inbound';
import { toItems } from './items';
import { probesOf } from './probe';
import { authorize, limitsOf, toRequest } from './request';
import {
  type BrazeCredentials,
  type BrazeOutbound,
  credentials,
  example,
  outboundSettings,
} from './settings';

const outbound: Outbound<BrazeOutbound, BrazeCredentials> = {
  settings: outboundSettings,
  credentials,
  example,
  limits: limitsOf,
  items: toItems,
  request: toRequest,
  authorize,
  read: readAnswer,
  // "Each event ingested has its own event ID, so duplicate events are treated as separate, unique events."
  deduplication: null,
  probes: probesOf,
};

/** Braze signs nothing: the caller is known by the `X-Auth-Token` header. Its webhooks understand the common answers. */
const inbound: Inbound<InboundSettings> = {
  settings: {},
  example: {},
  ownId: 'dispatch_id',
  read: (json, _request, settings) => readWebhook(json, settings),
};

export const braze: Platform = { name: 'braze', title: 'Braze', inbound, outbound };
