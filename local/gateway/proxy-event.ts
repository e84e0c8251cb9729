import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { ACCOUNT } from '../emulators/aws';
import type { Match } from './routes';

/** A request as the gateway read it. */
interface GatewayRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly url: string;
  /** Names and values in turn, as sent: their case is the caller's. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly sourceIp: string;
}

function pairs(rawHeaders: readonly string[]): [string, string][] {
  const found: [string, string][] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2)
    found.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
  return found;
}

function collect(entries: readonly (readonly [string, string])[]): {
  last: Record<string, string>;
  all: Record<string, string[]>;
} {
  const last: Record<string, string> = {};
  const all: Record<string, string[]> = {};
  for (const [name, value] of entries) {
    last[name] = value;
    all[name] = [...(all[name] ?? []), value];
  }
  return { last, all };
}

/**
 * The event that a REST API gives a Lambda function (proxy integration, payload 1.0). With `binaryMediaTypes: *\/*` every
 * body comes as base64, as here.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export function proxyEvent(request: GatewayRequest, match: Match, now = new Date()): APIGatewayProxyEvent {
  const { pathname, searchParams } = new URL(request.url, 'http://local');
  const query = collect([...searchParams]);
  const host = pairs(request.rawHeaders).find(([name]) => name.toLowerCase() === 'host')?.[1] ?? '';
  const headers = collect([
    ...pairs(request.rawHeaders).filter(([name]) => name.toLowerCase() !== 'connection'),
    ['X-Amzn-Trace-Id', `Root=1-${Math.floor(now.getTime() / 1000).toString(16)}-${randomHex(24)}`],
    ['X-Forwarded-For', request.sourceIp],
    ['X-Forwarded-Port', '443'],
    ['X-Forwarded-Proto', 'https'],
  ]);
  return {
    resource: match.route.resource,
    path: pathname,
    httpMethod: request.method,
    headers: headers.last,
    multiValueHeaders: headers.all,
    queryStringParameters: searchParams.size > 0 ? query.last : null,
    multiValueQueryStringParameters: searchParams.size > 0 ? query.all : null,
    pathParameters: Object.keys(match.parameters).length > 0 ? { ...match.parameters } : null,
    stageVariables: null,
    requestContext: {
      accountId: ACCOUNT,
      apiId: 'local',
      authorizer: null,
      domainName: host,
      extendedRequestId: randomHex(16),
      httpMethod: request.method,
      identity: { sourceIp: request.sourceIp, userAgent: headers.last['User-Agent'] ?? null } as never,
      path: `/local${pathname}`,
      protocol: 'HTTP/1.1',
      requestId: randomUUID(),
      requestTime: now.toUTCString(),
      requestTimeEpoch: now.getTime(),
      resourceId: 'local',
      resourcePath: match.route.resource,
      stage: 'local',
    },
    body: request.body.length > 0 ? request.body.toString('base64') : null,
    isBase64Encoded: request.body.length > 0,
  };
}

const randomHex = (digits: number): string => randomUUID().replaceAll('-', '').slice(0, digits);
