import { randomUUID } from 'node:crypto';
import type { ApiEvent } from '../../functions/connectors/request';
import { EXTERNAL_KEY } from '../stubs/secret';

/** The event that API Gateway makes of a POST: the body in base64, as every header, once singly and once as a list. */
export function apiEvent(path: Readonly<Record<string, string>>, body: string): ApiEvent {
  const headers: Record<string, string> = {
    Host: 'abcdef1234.execute-api.eu-west-1.amazonaws.com',
    'Content-Type': 'application/json',
    'User-Agent': 'bench',
    'X-Auth-Token': EXTERNAL_KEY,
    'X-Forwarded-For': '192.0.2.1',
  };
  return {
    httpMethod: 'POST',
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    pathParameters: { ...path },
    body: Buffer.from(body).toString('base64'),
    isBase64Encoded: true,
    requestContext: { requestId: randomUUID() },
  };
}
