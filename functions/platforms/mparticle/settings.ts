import * as z from 'zod/mini';
import type { InboundSettings, OutboundSettings } from '../../connectors/settings';
import { baseUrl } from '../base-url';
import { described } from '../described';
import { secretText } from '../secret-text';
import { FIREHOSE_IDENTITIES, USER_IDENTITIES } from './identities';

const text = z.string().check(z.minLength(1));

export const outboundSettings = {
  pod: described(
    z.enum(['us1', 'us2', 'eu1', 'au1']),
    'The pod that hosts your organisation; it stands in the address of the mParticle app.',
  ),
  environment: described(
    z._default(z.enum(['production', 'development']), 'production'),
    'Which environment of the workspace gets the data. development is for tests: its data reaches no production output.',
  ),
  userIdentity: described(
    z._default(z.enum(USER_IDENTITIES), 'customer_id'),
    "Under which of mParticle's user identities the AIR identity stands.",
  ),
  dataPlan: described(
    z.optional(z.strictObject({ id: text, version: z.optional(z.int().check(z.positive())) })),
    'The data plan to hold the events against, where the workspace has one for them.',
  ),
  eCommerceEvents: described(
    z._default(z.boolean(), false),
    'Send commerce events too (purchase, refund). Leave it off where the shop sends them: revenue would count twice.',
  ),
  onLeave: described(
    z._default(z.enum(['mark', 'erase']), 'mark'),
    'When a consumer leaves the programme: mark the user as left (attribute and event), or instead submit an erasure request, which needs workspaceKey and workspaceSecret in the secret and cannot be undone.',
  ),
  regulation: described(
    z._default(z.enum(['gdpr', 'ccpa']), 'gdpr'),
    'With onLeave erase: the regulation that the request falls under.',
  ),
  apiUrl: described(
    z.optional(baseUrl('https://s2s.eu1.mparticle.com')),
    "Base URL of the Events API instead of the pod's.",
  ),
  dsrUrl: described(
    z.optional(baseUrl('https://opendsr.mparticle.com')),
    'Base URL for erasure requests instead of https://opendsr.mparticle.com.',
  ),
};
export type MparticleOutbound = OutboundSettings & z.infer<z.ZodMiniObject<typeof outboundSettings>>;

export const inboundSettings = {
  inboundIdentity: described(
    z._default(z.enum(FIREHOSE_IDENTITIES), 'customer'),
    "Which of mParticle's user identities is the consumer's identity in AIR. It has to come unhashed (raw).",
  ),
  rewardOncePer: described(
    z._default(z.enum(['entry', 'day', 'audience']), 'entry'),
    'How often entering an audience counts. entry: each time that mParticle tells it. day: once per consumer, action, audience and UTC day. audience: once in 13 months, also when an audience is connected anew and mParticle sends all its members again.',
  ),
};
export type MparticleInbound = InboundSettings & z.infer<z.ZodMiniObject<typeof inboundSettings>>;

export const credentials = z.object({
  /** Of a server-to-server input (a custom feed, or the platform of an app). */
  apiKey: secretText('the key of an mParticle input'),
  apiSecret: secretText('the secret of an mParticle input'),
  /** Of the workspace; only for `onLeave: "erase"`. */
  workspaceKey: z.optional(secretText("the workspace's key")),
  workspaceSecret: z.optional(secretText("the workspace's secret")),
});
export type MparticleCredentials = z.infer<typeof credentials>;
