import type { InboundSettings } from '../../connectors/settings';
import { readEntryBody } from '../entry-body';
import type { Inbound } from '../inbound';

/**
 * The webhook action of a flow. Klaviyo prescribes no body and signs nothing: the caller is known by the `X-Auth-Token`
 * header. It repeats after 429, 500, 502 and 503, up to 17 times in 24 hours, and skips after any other failure, so that
 * the common answers are right: 503 where a repeat helps, 400 and 401 where it does not.
 *
 * Klaviyo has no id of its own for an entry, so the body's `id` is a template (docs/platforms/klaviyo.md).
 * @see https://developers.klaviyo.com/en/docs/understanding_webhook_status_codes
 */
export const inbound: Inbound<InboundSettings> = {
  settings: {},
  example: {},
  read: (json, _request, settings) =>
    readEntryBody(json, settings, { identity: "the profile's external id (the tag person.external_id)" }),
};
