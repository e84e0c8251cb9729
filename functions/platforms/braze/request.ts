import { joinUrl } from '../base-url';
import type { HttpRequest } from '../http';
import type { CallLimits, Item } from '../item';
import { itemJson } from '../item-json';
import { DELETE } from './items';
import type { BrazeCredentials, BrazeOutbound } from './settings';

/** `errors[].input_array` of Braze's answers uses the same names. */
export const ARRAYS = ['attributes', 'events', 'purchases'] as const;
export type BrazeArray = (typeof ARRAYS)[number];

/** 4 MB, less the names of the arrays around the items. */
const REQUEST_BYTES = 4_000_000 - 200;

/**
 * 75 objects of all kinds together: workspaces with older limits may send more, and those limited to 50 are bisected.
 * @see https://www.braze.com/docs/api/api_limits/
 * @see https://www.braze.com/docs/api/endpoints/user_data/post_user_delete/
 */
export function limitsOf(target: string): CallLimits {
  return { items: target === DELETE ? 50 : 75, bytes: REQUEST_BYTES };
}

/** Which array of `/users/track` an item belongs to: only events and purchases have a time, only purchases a product. */
export function arrayOf(item: Item): BrazeArray {
  if (item.kind === 'profile') return 'attributes';
  const body = item.body as Record<string, unknown>;
  if (body.time === undefined) return 'attributes';
  return body.product_id === undefined ? 'events' : 'purchases';
}

/** One `POST /users/track` or `POST /users/delete` for items of one target. */
export function toRequest(items: readonly Item[], settings: BrazeOutbound): HttpRequest {
  const erase = items[0]?.target === DELETE;
  return {
    method: 'POST',
    url: joinUrl(settings.restUrl, `/users/${erase ? 'delete' : 'track'}`),
    headers: { 'content-type': 'application/json' },
    body: erase ? deleteBody(items, settings) : trackBody(items),
  };
}

function trackBody(items: readonly Item[]): string {
  const members = ARRAYS.map((array) => {
    const objects = items.filter((item) => arrayOf(item) === array).map((item) => itemJson(item).json);
    return objects.length > 0 ? `"${array}":[${objects.join(',')}]` : '';
  });
  return `{${members.filter((member) => member !== '').join(',')}}`;
}

function deleteBody(items: readonly Item[], settings: BrazeOutbound): string {
  const by = settings.aliasLabel === undefined ? 'external_ids' : 'user_aliases';
  return `{"${by}":[${items.map((item) => itemJson(item).json).join(',')}]}`;
}

export function authorize(request: HttpRequest, credentials: BrazeCredentials): HttpRequest {
  return { ...request, headers: { ...request.headers, authorization: `Bearer ${credentials.restKey}` } };
}
