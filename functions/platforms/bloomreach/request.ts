import { joinUrl } from '../base-url';
import type { HttpRequest } from '../http';
import type { CallLimits, Item } from '../item';
import { itemJson } from '../item-json';
import { ANONYMIZE } from './items';
import type { BloomreachCredentials, BloomreachOutbound } from './settings';

/** No size of a batch is documented; 50 commands of the largest size would be 40 MB. */
const CALL_BYTES = 4_000_000;

/**
 * 50 commands, or 1,000 customers.
 * @see https://documentation.bloomreach.com/engagement/docs/batch-commands-2
 * @see https://documentation.bloomreach.com/engagement/reference/anonymize-customers-in-bulk-2
 */
export function limitsOf(target: string): CallLimits {
  return { items: target === ANONYMIZE ? 1000 : 50, bytes: CALL_BYTES };
}

export function toRequest(items: readonly Item[], settings: BloomreachOutbound): HttpRequest {
  const anonymize = items[0]?.target === ANONYMIZE;
  const path = anonymize
    ? `/data/v2/projects/${settings.projectToken}/customers/anonymize_bulk`
    : `/track/v2/projects/${settings.projectToken}/batch`;
  const list = items.map((item) => itemJson(item).json).join(',');
  return {
    method: 'POST',
    url: joinUrl(settings.apiUrl, path),
    headers: { 'content-type': 'application/json' },
    body: anonymize ? `{"customers":[${list}]}` : `{"commands":[${list}]}`,
  };
}

/** @see https://documentation.bloomreach.com/engagement/docs/authentication */
export function authorize(request: HttpRequest, { apiKeyId, apiSecret }: BloomreachCredentials): HttpRequest {
  const authorization =
    apiSecret === undefined
      ? `Token ${apiKeyId}`
      : `Basic ${Buffer.from(`${apiKeyId}:${apiSecret}`).toString('base64')}`;
  return { ...request, headers: { ...request.headers, authorization } };
}
