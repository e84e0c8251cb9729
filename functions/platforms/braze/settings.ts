import * as z from 'zod/mini';
import type { OutboundSettings } from '../../connectors/settings';
import { baseUrl } from '../base-url';
import { described } from '../described';
import { secretText } from '../secret-text';

const text = z.string().check(z.minLength(1));
/** A Braze host has to be that of the REST API, and alone; any other may be a proxy of one's own. */
const REST_URL =
  /^(?!https:\/\/([^/]+\.)?braze\.(com|eu)\b)|^https:\/\/rest\.[a-z0-9-]+\.braze\.(com|eu)\/?([?#].*)?$/i;
export const outboundSettings = {
  restUrl: described(
    baseUrl('https://rest.fra-02.braze.eu').check(
      z.refine(
        (value) => REST_URL.test(value),
        'expected the REST endpoint without a path, such as https://rest.fra-02.braze.eu: the dashboard has another host',
      ),
    ),
    'The REST endpoint of your Braze instance: US-01 to US-08 https://rest.iad-01.braze.com to https://rest.iad-08.braze.com, ' +
      'US-09 https://rest.us-09.braze.com, US-10 https://rest.us-10.braze.com, EU-01 https://rest.fra-01.braze.eu, ' +
      'EU-02 https://rest.fra-02.braze.eu, AU-01 https://rest.au-01.braze.com, ID-01 https://rest.id-01.braze.com, ' +
      'JP-01 https://rest.jp-01.braze.com.',
  ),
  aliasLabel: described(
    z.optional(text),
    "Left out: the identity is Braze's external_id. Given: it is the alias_name of a user alias with this label.",
  ),
  updateExistingOnly: described(
    z._default(z.boolean(), false),
    'True: never create a profile in Braze; what is sent about consumers whom Braze does not know is dropped by Braze.',
  ),
  eCommerceEvents: described(
    z._default(z.enum(['off', 'recommended', 'purchases']), 'off'),
    "Report orders as Braze's own revenue too: recommended (ecommerce.order_placed and ecommerce.order_refunded) or " +
      'purchases (the older purchase object, without refunds). Off by default: a shop that reports them itself would count twice.',
  ),
  onLeave: described(
    z._default(z.enum(['mark', 'unsubscribe', 'erase']), 'mark'),
    'When a consumer leaves the programme: mark the profile as left, also unsubscribe it, or delete it from Braze for good.',
  ),
  leaveSubscriptionGroups: described(
    z.optional(z.array(text).check(z.minLength(1), z.maxLength(25))),
    'With onLeave unsubscribe: ids of the subscription groups to leave. Left out: all e-mail and push.',
  ),
};

export type BrazeOutbound = OutboundSettings & z.infer<z.ZodMiniObject<typeof outboundSettings>>;

/** In the connector's secret: a REST API key with the permission users.track, and users.delete with onLeave erase. */
export const credentials = z.object({
  restKey: secretText('a Braze REST API key'),
});
export type BrazeCredentials = z.infer<typeof credentials>;

export const example = {
  identityType: 'CUSTOMER_ID',
  currency: 'GBP',
  restUrl: 'https://rest.fra-02.braze.eu',
};
