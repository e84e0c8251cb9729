import { createHmac } from 'node:crypto';
import type { InboundRequest } from '../inbound';
import { jsonOrUndefined } from '../json';
import { sameSecret } from '../same-secret';

export const SIGNATURE_HEADER = 'x-signature';

const hmac = (key: string, content: string | Uint8Array) =>
  createHmac('sha1', key).update(content).digest('hex');

/**
 * What a signature may cover: the bytes as sent; and, since Webhooks (Actions) signs the first event of a batch only, that
 * event as Segment serialised it, or the whole batch as it is proposed to be. Segment makes all of them with
 * `JSON.stringify`, and parsing and serialising its output again gives the same text.
 * https://segment.com/docs/connections/destinations/catalog/actions-webhook/
 * https://github.com/segmentio/action-destinations (`webhook/index.ts`, and #3989)
 */
function signable(request: InboundRequest): (string | Uint8Array)[] {
  const forms: (string | Uint8Array)[] = [request.raw];
  const json = jsonOrUndefined(request.text);
  if (Array.isArray(json) && json.length > 0) forms.push(JSON.stringify(json[0]), JSON.stringify(json));
  return forms;
}

/**
 * Whether `X-Signature` is the hex HMAC-SHA1 of the body with one of the keys as its shared secret. The scheme has no time
 * in it: that a recorded request is played again is made harmless by the reward's key.
 */
export function isSigned(request: InboundRequest, keys: readonly string[]): boolean {
  const signature = request.headers[SIGNATURE_HEADER]?.trim().toLowerCase();
  if (!signature || !/^[0-9a-f]{40}$/.test(signature)) return false;
  const forms = signable(request);
  const expected = keys
    .filter((key) => key !== '')
    .flatMap((key) => forms.map((content) => hmac(key, content)));
  return sameSecret(signature, expected);
}
