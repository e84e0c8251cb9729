import type { Inbound } from '../inbound';
import type { Outbound } from '../outbound';
import type { Platform } from '../platform';
import { sameSecret } from '../same-secret';
import { readAnswer } from './answer';
import { greet, reply } from './firehose';
import { readFirehose } from './inbound';
import { toItems } from './items';
import { probesOf } from './probe';
import { authorize, limitsOf, toRequest } from './request';
import {
  credentials,
  inboundSettings,
  type MparticleCredentials,
  type MparticleInbound,
  type MparticleOutbound,
  outboundSettings,
} from './settings';
import { arrange } from './targets';

const outbound: Outbound<MparticleOutbound, MparticleCredentials> = {
  settings: outboundSettings,
  credentials,
  example: { identityType: 'CUSTOMER_ID', currency: 'GBP', pod: 'eu1' },
  limits: limitsOf,
  items: toItems,
  arrange,
  request: toRequest,
  authorize,
  read: readAnswer,
  deduplication: 'source_request_id, for 30 days',
  probes: probesOf,
};

const TOKEN = /^Token\s+(\S+)$/i;

const inbound: Inbound<MparticleInbound> = {
  settings: inboundSettings,
  ownId: 'id of the request, and of the consumer and audience in it',
  example: { actions: { '88120': 'LATE-DELIVERY-300' } },
  /** `Authorization: Token <External Key>`, as mParticle sends it; a call by hand may use `X-Auth-Token`. */
  authenticate: ({ headers }, keys) =>
    sameSecret(TOKEN.exec(headers.authorization?.trim() ?? '')?.[1] ?? headers['x-auth-token'], keys),
  greet: (json, _request, settings) => greet(json, settings),
  read: (json, _request, settings) => readFirehose(json, settings),
  reply,
};

export const mparticle: Platform = { name: 'mparticle', title: 'mParticle', inbound, outbound };
