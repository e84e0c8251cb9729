import { randomUUID } from 'node:crypto';
import type { ApiEvent } from '../../../functions/connectors/request';

/** An API Gateway event as the deployed API makes it: the body in base64. */
export function apiEvent(
  path: Record<string, string>,
  body: string | Uint8Array | null,
  headers: Record<string, string> = {},
  more: Partial<ApiEvent> = {},
): ApiEvent {
  return {
    httpMethod: 'POST',
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    pathParameters: path,
    body: body === null ? null : Buffer.from(body).toString('base64'),
    isBase64Encoded: body !== null,
    requestContext: { requestId: randomUUID() },
    ...more,
  };
}
