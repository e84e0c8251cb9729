import type { Outbound } from '../outbound';
import type { Platform } from '../platform';
import { readAnswer, retryAfterMs } from './answer';
import { inbound } from './inbound';
import { toItems } from './items';
import { probesOf } from './probe';
import { authorize, limitsOf, toRequest } from './request';
import { credentials, outboundSettings, type SegmentCredentials, type SegmentOutbound } from './settings';

const outbound: Outbound<SegmentOutbound, SegmentCredentials> = {
  settings: outboundSettings,
  credentials,
  example: { identityType: 'CUSTOMER_ID', currency: 'GBP', region: 'eu', sourceName: 'example' },
  limits: limitsOf,
  items: toItems,
  request: toRequest,
  authorize,
  read: readAnswer,
  retryAfterMs,
  deduplication: 'messageId, for 24 hours',
  probes: probesOf,
};

export const segment: Platform = { name: 'segment', title: 'Segment', inbound, outbound };
