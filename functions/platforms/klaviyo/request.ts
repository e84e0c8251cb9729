import { joinUrl } from '../base-url';
import type { HttpRequest } from '../http';
import type { CallLimits, Item } from '../item';
import { itemJson } from '../item-json';
import { besideBlanks } from '../json-size';
import type { EventAttributes } from './bodies';
import { ERASE, EVENT, EVENT_BYTES, EVENTS, PROFILE, UNSUBSCRIBE } from './items';
import type { KlaviyoCredentials, KlaviyoOutbound } from './settings';

/** The revision of the API that these bodies are written for. @see https://developers.klaviyo.com/en/docs/api_versioning_and_deprecation_policy */
const REVISION = '2026-07-15';

/** What a bulk call puts around each event. */
const BULK_WRAPPING = 128;

/**
 * @see https://developers.klaviyo.com/en/reference/bulk_create_events (1,000 events, 5 MB)
 * @see https://developers.klaviyo.com/en/reference/bulk_unsubscribe_profiles (100 profiles)
 */
export function limitsOf(target: string): CallLimits {
  if (target === EVENTS) return { items: 1000, bytes: besideBlanks(5_000_000) - 1000 * BULK_WRAPPING };
  if (target === UNSUBSCRIBE) return { items: 100, bytes: EVENT_BYTES };
  return { items: 1, bytes: 5_000_000 };
}

const PATHS: Readonly<Record<string, string>> = {
  [PROFILE]: '/api/profile-import',
  [EVENT]: '/api/events',
  [EVENTS]: '/api/event-bulk-create-jobs',
  [UNSUBSCRIBE]: '/api/profile-subscription-bulk-delete-jobs',
  [ERASE]: '/api/data-privacy-deletion-jobs',
};

/** Which call these items go into: a bulk call of one event is a single call, where a repeat does no harm. */
function callOf(items: readonly Item[]): string {
  const target = items[0]?.target ?? EVENT;
  return target === EVENTS && items.length === 1 ? EVENT : target;
}

export function toRequest(items: readonly Item[], settings: KlaviyoOutbound): HttpRequest {
  const call = callOf(items);
  return {
    method: 'POST',
    url: joinUrl(settings.apiUrl, PATHS[call] ?? ''),
    headers: {
      'content-type': 'application/vnd.api+json',
      accept: 'application/vnd.api+json',
      revision: REVISION,
    },
    body: bodyOf(call, items, settings),
  };
}

function bodyOf(call: string, items: readonly Item[], settings: KlaviyoOutbound): string {
  if (call === EVENTS) return bulkBody(items);
  if (call === UNSUBSCRIBE) return unsubscribeBody(items, settings);
  const json = items.map((item) => itemJson(item).json).join(',');
  return call === EVENT ? `{"data":{"type":"event","attributes":${json}}}` : json;
}

/** One entry per event, even for the same profile: the answer names entries by their place. */
function bulkBody(items: readonly Item[]): string {
  const data = items.map((item) => {
    const { profile, ...attributes } = item.body as EventAttributes;
    return {
      type: 'event-bulk-create',
      attributes: { profile, events: { data: [{ type: 'event', attributes }] } },
    };
  });
  return JSON.stringify({
    data: { type: 'event-bulk-create-job', attributes: { 'events-bulk-create': { data } } },
  });
}

/** Always with a list: without one Klaviyo unsubscribes from everything. */
function unsubscribeBody(items: readonly Item[], settings: KlaviyoOutbound): string {
  return JSON.stringify({
    data: {
      type: 'profile-subscription-bulk-delete-job',
      attributes: { profiles: { data: items.map((item) => item.body) } },
      relationships: { list: { data: { type: 'list', id: settings.leaveListId } } },
    },
  });
}

export function authorize(request: HttpRequest, credentials: KlaviyoCredentials): HttpRequest {
  const authorization = `Klaviyo-API-Key ${credentials.privateKey}`;
  return { ...request, headers: { ...request.headers, authorization } };
}
