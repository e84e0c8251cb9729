import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { type Handler, type Listening, listen, readBody } from '../emulators/http-server';
import type { LambdaFunction } from '../lambda/lambda-function';
import { type GatewayAnswer, NO_SUCH_ADDRESS, TOO_LARGE, TRY_AGAIN } from './answers';
import { proxyEvent } from './proxy-event';
import { match, type Route } from './routes';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
const MAX_BODY_BYTES = 10 * 1024 * 1024;
/** Of the event as JSON. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_EVENT_BYTES = 6 * 1024 * 1024;
const TIMEOUT_MS = 29_000;

interface GatewayOptions {
  readonly functions: Readonly<Record<Route['functionName'], Pick<LambdaFunction, 'invoke'>>>;
  readonly port?: number;
  /** Answers what stands under `/_local/`, which no deployed API has. */
  readonly window?: Handler;
  readonly timeoutMs?: number;
  /** Told of every answer but those of the window. */
  readonly onAnswer?: (status: number, durationMs: number) => void;
}

/** An answer of the gateway's own. */
function refuse(response: ServerResponse, answer: GatewayAnswer, requestId: string): void {
  response.writeHead(answer.status, {
    'content-type': 'application/json',
    'x-amzn-requestid': requestId,
    ...(answer.retryAfter !== undefined && { 'Retry-After': String(answer.retryAfter) }),
  });
  const { error, message } = answer;
  response.end(JSON.stringify({ requestId, error, message }));
}

function isResult(result: unknown): result is APIGatewayProxyResult {
  const status = (result as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' || (typeof status === 'string' && /^\d{3}$/.test(status));
}

function reply(response: ServerResponse, result: APIGatewayProxyResult, requestId: string): void {
  response.statusCode = Number(result.statusCode);
  response.setHeader('content-type', 'application/json');
  response.setHeader('x-amzn-requestid', requestId);
  for (const [name, value] of Object.entries({ ...result.headers, ...result.multiValueHeaders }))
    response.setHeader(name, Array.isArray(value) ? value.map(String) : String(value));
  response.end(Buffer.from(result.body ?? '', result.isBase64Encoded ? 'base64' : 'utf8'));
}

async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T | 'timed out'> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<'timed out'>((resolve) => {
    timer = setTimeout(() => resolve('timed out'), timeoutMs);
  });
  return Promise.race([work, timeout]).finally(() => clearTimeout(timer));
}

/**
 * The REST API on loopback: the same resources, real proxy events, the same limits and the same words for its errors.
 * @throws PortInUse
 */
export function startGateway(options: GatewayOptions): Promise<Listening> {
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  return listen((request, response) => {
    if (options.window && request.url?.startsWith('/_local')) return options.window(request, response);
    const begun = performance.now();
    response.once('finish', () =>
      options.onAnswer?.(response.statusCode, Math.round(performance.now() - begun)),
    );
    return serve(request, response, options.functions, timeoutMs);
  }, options.port ?? 0);
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  functions: GatewayOptions['functions'],
  timeoutMs: number,
): Promise<void> {
  const method = request.method ?? 'GET';
  const url = request.url ?? '/';
  const body = await readBody(request, MAX_BODY_BYTES);
  const found = match(method, url.split('?')[0] ?? '/');
  if (!found) return refuse(response, NO_SUCH_ADDRESS, randomUUID());
  if (!body) return refuse(response, TOO_LARGE, randomUUID());
  const sourceIp = request.socket.remoteAddress ?? '127.0.0.1';
  const event = proxyEvent({ method, url, rawHeaders: request.rawHeaders, body, sourceIp }, found);
  const { requestId } = event.requestContext;
  if ((event.body?.length ?? 0) > MAX_EVENT_BYTES) return refuse(response, TOO_LARGE, requestId);
  try {
    const result = await within(timeoutMs, functions[found.route.functionName].invoke(event));
    if (result !== 'timed out' && isResult(result)) return reply(response, result, requestId);
  } catch {
    // The function's own error is in its log, and nothing of it is the caller's business.
  }
  refuse(response, TRY_AGAIN, requestId);
}
