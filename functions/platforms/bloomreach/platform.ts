import type { Outbound } from '../outbound';
import type { Platform } from '../platform';
import { readAnswer } from './answer';
import { inbound } from './inbound';
import { toItems } from './items';
import { probesOf } from './probe';
import { authorize, limitsOf, toRequest } from './request';
import {
  type BloomreachCredentials,
  type BloomreachOutbound,
  checkSettings,
  credentials,
  example,
  outboundSettings,
} from './settings';

const outbound: Outbound<BloomreachOutbound, BloomreachCredentials> = {
  settings: outboundSettings,
  credentials,
  example,
  limits: limitsOf,
  items: toItems,
  request: toRequest,
  authorize,
  read: readAnswer,
  check: checkSettings,
  // None is documented; `ee_event_id` among an event's properties lets people find one.
  deduplication: null,
  probes: probesOf,
};

export const bloomreach: Platform = {
  name: 'bloomreach',
  title: 'Bloomreach Engagement',
  inbound,
  outbound,
};
