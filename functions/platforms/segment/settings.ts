import * as z from 'zod/mini';
import { type InboundSettings, type OutboundSettings, outboundShape } from '../../connectors/settings';
import { baseUrl } from '../base-url';
import { described } from '../described';
import { secretText } from '../secret-text';

/**
 * The event that a preset of Segment's own "Eagle Eye (Actions)" destination listens to, and rewards.
 * https://github.com/segmentio/action-destinations (`eagleeye-actions/index.ts`)
 */
const REWARDED_BY_PRESET = 'Loyalty Program Joined';

export const outboundSettings = {
  region: described(
    z.enum(['us', 'eu']),
    "The workspace's region. Take care: to the wrong one Segment answers 200, and every event is lost without a trace.",
  ),
  sourceName: described(
    z.string().check(z.regex(/^[A-Za-z0-9_-]{1,24}$/, 'expected at most 24 letters, digits, _ and -')),
    'A name of its own for each Segment source, for example shop-prod. It stands in every messageId: Segment recognises repeats over all its customers and sources together, so two sources with one name would lose events.',
  ),
  apiUrl: described(
    z.optional(baseUrl('https://events.eu1.segmentapis.com')),
    "Base URL of the Tracking API instead of the region's: for a Segment-managed custom domain.",
  ),
  publicApiUrl: described(
    z.optional(baseUrl('https://eu1.api.segmentapis.com')),
    "Base URL of the Public API, which erases, instead of the region's.",
  ),
  eventPrefix: described(
    z._default(
      z.string().check(z.refine((prefix) => prefix.trim() !== '', `expected a prefix: ${presetDanger()}`)),
      'EE ',
    ),
    'In front of event names on Segment. Never empty.',
  ),
  rename: described(
    outboundShape.rename.check(
      z.refine(
        (rename) => !Object.values(rename?.events ?? {}).includes(REWARDED_BY_PRESET),
        `expected another name than "${REWARDED_BY_PRESET}": ${presetDanger()}`,
      ),
    ),
    'Other names on Segment, by catalogue name. A renamed one gets no prefix.',
  ),
  notForDestinations: described(
    z._default(z.array(z.string().check(z.minLength(1))), [
      'Eagle Eye',
      'Eagle Eye (Actions)',
      'Eagle Eye Audiences',
    ]),
    'Destinations that Segment never forwards these events to, by their names in the integrations object. By default those that issue rewards, so that a reward never sets off the next.',
  ),
  eCommerceEvents: described(
    z._default(z.boolean(), false),
    "Send Segment's e-commerce events too (Order Completed, Order Refunded), never prefixed. Leave it off where the shop sends them: revenue would count twice.",
  ),
  onLeave: described(
    z._default(z.enum(['mark', 'erase']), 'mark'),
    'When a consumer leaves the programme: mark the user as left (trait and event), or instead ask Segment to delete the user, which needs publicApiToken in the secret and cannot be undone.',
  ),
};

function presetDanger(): string {
  return `a preset of Segment's Eagle Eye destination issues a reward for each "${REWARDED_BY_PRESET}"`;
}

export type SegmentOutbound = OutboundSettings & z.infer<z.ZodMiniObject<typeof outboundSettings>>;

export const inboundSettings = {
  inboundIdentity: described(
    z._default(
      z.string().check(z.regex(/^[\w$-]+(\.[\w$-]+)*$/, 'expected a path such as userId')),
      'userId',
    ),
    "Where a Segment event holds the consumer's identity in AIR: userId, or a path such as context.traits.email.",
  ),
  rewardOncePer: described(
    z._default(z.enum(['entry', 'day', 'audience']), 'day'),
    'How often entering an audience counts. day: once per consumer, action, audience and UTC day, since Engage tells one entry several times for a consumer with several e-mails or identifiers. entry: each message. audience: once in 13 months.',
  ),
};
export type SegmentInbound = InboundSettings & z.infer<z.ZodMiniObject<typeof inboundSettings>>;

export const credentials = z.object({
  /** Write key of the source. */
  writeKey: secretText('a Segment write key'),
  /** Token of the Public API; only for `onLeave: "erase"`. */
  publicApiToken: z.optional(secretText('a token of the Public API')),
});
export type SegmentCredentials = z.infer<typeof credentials>;
