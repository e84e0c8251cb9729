import * as z from 'zod/mini';
import type { OutboundSettings } from '../../connectors/settings';
import { baseUrl } from '../base-url';
import { described } from '../described';

export const outboundSettings = {
  url: described(
    baseUrl('https://events.shop.example/loyalty'),
    'Where the batches are posted to, without query.',
  ),
  maxItems: described(
    z._default(z.int().check(z.gte(1), z.lte(1000)), 100),
    'The most events and profiles in one request.',
  ),
  maxBytes: described(
    z._default(z.int().check(z.gte(16_384), z.lte(4_000_000)), 262_144),
    'The largest body of a request, in bytes.',
  ),
};
export type WebhookOutbound = OutboundSettings & z.infer<z.ZodMiniObject<typeof outboundSettings>>;

/** 24 to 64 bytes in base64, behind `whsec_`, as the scheme asks. */
const SIGNING_SECRET = /^whsec_(?=[A-Za-z0-9+/]{32,86}={0,2}$)[A-Za-z0-9+/]+={0,2}$/;

/** In the connector's secret. */
export const credentials = z.object({
  /** Two while a secret is changed: every request then carries both signatures. */
  signingSecrets: z
    .array(
      z
        .string()
        .check(z.trim(), z.regex(SIGNING_SECRET, 'expected whsec_ and 24 to 64 bytes in base64 behind it')),
    )
    .check(z.minLength(1), z.maxLength(2)),
  /** The whole value of an `Authorization` header, for receivers behind a gateway that asks for one. */
  authorization: z.optional(z.string().check(z.regex(/^[\x20-\x7e]+$/, 'expected a header value'))),
});
export type WebhookCredentials = z.infer<typeof credentials>;

export const example = {
  identityType: 'CUSTOMER_ID',
  currency: 'GBP',
  url: 'https://events.shop.example/loyalty',
  eventPrefix: '',
  attributePrefix: '',
};
