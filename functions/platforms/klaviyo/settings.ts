import * as z from 'zod/mini';
import type { OutboundSettings } from '../../connectors/settings';
import { baseUrl } from '../base-url';
import { described } from '../described';
import type { FieldError } from '../inbound';
import { secretText } from '../secret-text';

const text = z.string().check(z.minLength(1));

export const outboundSettings = {
  apiUrl: described(
    z._default(baseUrl('https://a.klaviyo.com'), 'https://a.klaviyo.com'),
    "Klaviyo's API. There is one for all regions.",
  ),
  profileIdentifier: described(
    z._default(z.enum(['external_id', 'email', 'phone_number']), 'external_id'),
    'Which identifier of a Klaviyo profile the identity is. A phone number has to be in E.164 form, as +15005550006.',
  ),
  bulkFrom: described(
    z._default(z.int().check(z.gte(2), z.lte(1001)), 24),
    'From so many events in one delivery on they go to the bulk endpoint in one call; fewer go one by one. Klaviyo takes 3,500 single calls a minute and 150 bulk calls, so that a bulk call costs as much of the limit as 24 single ones. 1001: never in bulk.',
  ),
  eCommerceEvents: described(
    z._default(z.boolean(), false),
    'Send Placed Order and Refunded Order too, with value and value_currency, never prefixed. Leave it off where the shop sends them: revenue would count twice.',
  ),
  onLeave: described(
    z._default(z.enum(['mark', 'unsubscribe', 'erase']), 'mark'),
    'When a consumer leaves the programme: mark the profile as left; also unsubscribe it from the list leaveListId; or delete it from Klaviyo for good. The last two need profileIdentifier email or phone_number.',
  ),
  leaveListId: described(
    z.optional(text),
    'With onLeave unsubscribe: the list to leave. Take care: a profile that is not in this list is unsubscribed from everything.',
  ),
};
export type KlaviyoOutbound = OutboundSettings & z.infer<z.ZodMiniObject<typeof outboundSettings>>;

/** Klaviyo finds whom to unsubscribe or to delete by e-mail or phone number only, and never without an explicit list. */
export function checkSettings(settings: KlaviyoOutbound): readonly FieldError[] {
  const { onLeave, profileIdentifier, leaveListId } = settings;
  const errors: FieldError[] = [];
  if (onLeave !== 'mark' && profileIdentifier === 'external_id')
    errors.push({
      field: 'onLeave',
      message: `expected "mark": Klaviyo cannot ${onLeave} by external_id, only by email or phone_number`,
    });
  if (onLeave === 'unsubscribe' && leaveListId === undefined)
    errors.push({
      field: 'leaveListId',
      message: 'is missing, expected the id of the list to leave: without one Klaviyo unsubscribes from all',
    });
  return errors;
}

/**
 * In the connector's secret: a private API key with the scopes events:write and profiles:write; for onLeave unsubscribe
 * also lists:write and subscriptions:write, for erase data-privacy:write.
 */
export const credentials = z.object({
  privateKey: secretText('a Klaviyo private API key'),
});
export type KlaviyoCredentials = z.infer<typeof credentials>;

export const example = { identityType: 'CUSTOMER_ID', currency: 'GBP' };
