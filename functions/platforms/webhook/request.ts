import { hash } from 'node:crypto';
import type { HttpRequest } from '../http';
import type { CallLimits, Item } from '../item';
import { itemJson } from '../item-json';
import { ENVELOPE_BYTES, type WebhookEvent, type WebhookProfile } from './items';
import type { WebhookCredentials, WebhookOutbound } from './settings';
import { SIGNATURE_HEADERS, signatureHeaders } from './signature';

export function limitsOf(_target: string, settings: WebhookOutbound): CallLimits {
  return { items: settings.maxItems, bytes: settings.maxBytes - ENVELOPE_BYTES };
}

/** The same for the same items, so that a receiver recognises a repeated request. */
function messageId(items: readonly Item[]): string {
  const ids = JSON.stringify(items.map((item) => item.id));
  return `ee_${hash('sha256', ids).slice(0, 40)}`;
}

/** When the newest of the items came about; the time of sending stands in the header `webhook-timestamp`. */
function newest(items: readonly Item[]): string {
  const times = items.map((item) => {
    const body = item.body as WebhookEvent | WebhookProfile;
    return 'occurred_at' in body ? body.occurred_at : body.as_of;
  });
  return times.sort().at(-1) ?? '';
}

/**
 * One signed message: `{"type":"loyalty.batch","timestamp":"…","data":{"profiles":[…],"events":[…]}}`, in the form that
 * Standard Webhooks recommends. A consumer's profiles are to be applied before the events.
 */
export function toRequest(items: readonly Item[], settings: WebhookOutbound): HttpRequest {
  const list = (kind: Item['kind']) =>
    items
      .filter((item) => item.kind === kind)
      .map((item) => itemJson(item).json)
      .join(',');
  return {
    method: 'POST',
    url: settings.url,
    headers: { 'content-type': 'application/json', [SIGNATURE_HEADERS.id]: messageId(items) },
    body: `{"type":"loyalty.batch","timestamp":"${newest(items)}","data":{"profiles":[${list('profile')}],"events":[${list('event')}]}}`,
  };
}

/** Signs what is sent, at the time it is sent: a repeat has a new timestamp and the old id. */
export function authorize(
  request: HttpRequest,
  credentials: WebhookCredentials,
  nowMs = Date.now(),
): HttpRequest {
  const { authorization, signingSecrets } = credentials;
  const id = request.headers[SIGNATURE_HEADERS.id] ?? '';
  return {
    ...request,
    headers: {
      ...request.headers,
      ...(authorization !== undefined && { authorization }),
      ...signatureHeaders(signingSecrets, id, nowMs, request.body),
    },
  };
}
