import type { InboundSettings } from '../../connectors/settings';
import type { Inbound, Outbound, Platform } from '../platform';
import { readBrazeAnswer } from './answer';
import { readBrazeWebhook } from './inbound';
import { brazeItems } from './items';
import { brazeProbes } from './probe';
import { brazeAuthorize, brazeLimits, brazeRequest } from './request';
import {
  type BrazeCredentials,
  type BrazeOutboundSettings,
  brazeCredentials,
  brazeOutboundExample,
  brazeOutboundShape,
} from './settings';

const outbound: Outbound<BrazeOutboundSettings, BrazeCredentials> = {
  settings: brazeOutboundShape,
  credentials: brazeCredentials,
  example: brazeOutboundExample,
  limits: brazeLimits,
  items: brazeItems,
  request: brazeRequest,
  authorize: brazeAuthorize,
  read: readBrazeAnswer,
  // "Each event ingested has its own event ID, so duplicate events are treated as separate, unique events."
  deduplication: null,
  probes: brazeProbes,
};

/** Braze signs nothing: the caller is known by the `X-Auth-Token` header. Its webhooks understand the common answers. */
const inbound: Inbound<InboundSettings> = {
  settings: {},
  example: {},
  ownId: 'dispatch_id',
  read: (json, _request, settings) => readBrazeWebhook(json, settings),
};

export const braze: Platform = { name: 'braze', title: 'Braze', inbound, outbound };
