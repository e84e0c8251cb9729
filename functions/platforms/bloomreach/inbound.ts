import type { InboundSettings } from '../../connectors/settings';
import { readEntryBody } from '../entry-body';
import type { HttpReply } from '../http';
import type { FieldError, Inbound, InboundRequest, InboundResult } from '../inbound';
import { sameSecret } from '../same-secret';

/** Numbers of ours in `errors[].code`; Bloomreach shows them in the campaign event. */
const CODES = { refused: 1001, 'too-large': 1002, unsupported: 1003 } as const;

/** The password of HTTP Basic, whatever the user name; null where there is none. */
function basicPassword(header: string | undefined): string | null {
  const encoded = /^basic +([A-Za-z0-9+/=]+) *$/i.exec(header ?? '')?.[1];
  if (!encoded) return null;
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  return colon < 0 ? null : pair.slice(colon + 1);
}

function authenticate(request: InboundRequest, keys: readonly string[]): boolean {
  const token = request.headers['x-auth-token'];
  return sameSecret(token === undefined ? basicPassword(request.headers.authorization) : token, keys);
}

const failure = (code: number, requestId: string, errors: readonly FieldError[]): HttpReply => ({
  statusCode: 200,
  body: {
    success: false,
    errors: errors.map(({ field, message }) => ({ code, description: `${field}: ${message}` })),
    requestId,
  },
});

/**
 * Bloomreach stops the whole campaign after 400, 404, 410, 412, 413 and 418, for everybody, so that one bad consumer is
 * told with 200 and `success: false`. 401 is "failed" for this consumer and stops nobody; 503 is repeated later.
 * @see https://documentation.bloomreach.com/engagement/docs/creating-api-endpoint-for-webhooks
 */
function reply(result: InboundResult): HttpReply | null {
  const { requestId } = result;
  switch (result.kind) {
    case 'accepted':
      return {
        statusCode: 200,
        body: {
          success: true,
          result: {
            code: 1,
            status: 'accepted',
            message: result.reading.ignored ?? 'The reward is on its way',
          },
          requestId,
        },
      };
    case 'refused':
      return failure(CODES.refused, requestId, result.errors);
    case 'too-large':
      return failure(CODES['too-large'], requestId, [{ field: 'body', message: 'is too large' }]);
    case 'unsupported':
      return failure(CODES.unsupported, requestId, [{ field: 'content-type', message: 'expected JSON' }]);
    default:
      return null;
  }
}

export const inbound: Inbound<InboundSettings> = {
  settings: {},
  example: {},
  authenticate,
  read: (json, _request, settings) =>
    readEntryBody(json, settings, { identity: "the customer's hard id (customer_ids.registered in Jinja)" }),
  reply,
};
