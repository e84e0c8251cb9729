import * as z from 'zod/mini';
import type { OutboundSettings } from '../../connectors/settings';
import { baseUrl } from '../base-url';
import { described } from '../described';
import type { FieldError } from '../inbound';

const text = z.string().check(z.minLength(1));

export const outboundSettings = {
  apiUrl: described(
    baseUrl('https://api.exponea.com'),
    'The API base URL of your Bloomreach instance: Project settings, Access management, API.',
  ),
  projectToken: described(
    z.string().check(z.regex(/^[\w-]{1,64}$/, 'expected a project token such as 6f1f2a3c-…')),
    'The project token, on the same page. It is no secret.',
  ),
  customerId: described(
    z._default(
      z.string().check(z.regex(/^\w{1,64}$/, 'expected the name of a hard id, such as registered')),
      'registered',
    ),
    'The hard id of a Bloomreach customer that the identity is.',
  ),
  eCommerceEvents: described(
    z._default(z.boolean(), false),
    'Send purchase events too (purchase_status success and refund), never prefixed. Leave it off where the shop sends them: revenue would count twice.',
  ),
  onLeave: described(
    z._default(z.enum(['mark', 'unsubscribe', 'erase']), 'mark'),
    'When a consumer leaves the programme: mark the customer as left; also reject the consents leaveConsents; or anonymize the customer, which needs private API access and cannot be undone.',
  ),
  leaveConsents: described(
    z.optional(z.array(text).check(z.minLength(1), z.maxLength(20))),
    'With onLeave unsubscribe: ids of the consent categories to reject (Project settings, Privacy management, Consents).',
  ),
};
export type BloomreachOutbound = OutboundSettings & z.infer<z.ZodMiniObject<typeof outboundSettings>>;

export function checkSettings({ onLeave, leaveConsents }: BloomreachOutbound): readonly FieldError[] {
  return onLeave === 'unsubscribe' && leaveConsents === undefined
    ? [
        {
          field: 'leaveConsents',
          message: 'is missing, expected the ids of the consent categories to reject',
        },
      ]
    : [];
}

const key = z.string().check(z.trim(), z.regex(/^[\x21-\x39\x3b-\x7e]+$/, 'expected a Bloomreach API key'));

/**
 * In the connector's secret. With `apiSecret`: private access (Basic); without: public access (Token), which is enough
 * to track. Permissions: Customer properties > Set, Events > Set; with onLeave erase, GDPR > Anonymize customer.
 * @see https://documentation.bloomreach.com/engagement/docs/authentication
 */
export const credentials = z.object({ apiKeyId: key, apiSecret: z.optional(key) });
export type BloomreachCredentials = z.infer<typeof credentials>;

export const example = {
  identityType: 'CUSTOMER_ID',
  currency: 'GBP',
  apiUrl: 'https://api.exponea.com',
  projectToken: '6f1f2a3c-0000-11ef-8000-0242ac120002',
};
