import type { Outbound, Platform } from '../platform';
import { readBloomreachAnswer } from './answer';
import { bloomreachInbound } from './inbound';
import { bloomreachItems } from './items';
import { bloomreachProbes } from './probe';
import { bloomreachAuthorize, bloomreachLimits, bloomreachRequest } from './request';
import {
  type BloomreachCredentials,
  type BloomreachOutboundSettings,
  bloomreachCredentials,
  bloomreachOutboundExample,
  bloomreachOutboundShape,
  checkBloomreachSettings,
} from './settings';

const outbound: Outbound<BloomreachOutboundSettings, BloomreachCredentials> = {
  settings: bloomreachOutboundShape,
  credentials: bloomreachCredentials,
  example: bloomreachOutboundExample,
  limits: bloomreachLimits,
  items: bloomreachItems,
  request: bloomreachRequest,
  authorize: bloomreachAuthorize,
  read: readBloomreachAnswer,
  check: checkBloomreachSettings,
  // None is documented; `ee_event_id` among an event's properties lets people find one.
  deduplication: null,
  probes: bloomreachProbes,
};

export const bloomreach: Platform = {
  name: 'bloomreach',
  title: 'Bloomreach Engagement',
  inbound: bloomreachInbound,
  outbound,
};
