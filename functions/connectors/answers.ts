/** Results as API Gateway answers. Everything is JSON, and nothing of a body, a secret or an exception is ever in it. */
import type { APIGatewayProxyResult } from 'aws-lambda';
import type { HttpReply } from '../platforms/http';
import type { FieldError } from '../platforms/inbound';
import { type Refusal, type RefusalKind, STATUS } from './refusal';

/** When to come again, in seconds: queues and secrets are hardly ever away for longer. */
const RETRY_AFTER_S = 10;

/** In lower case, as all names here: a platform's own header takes the place of one of these, whatever its case. */
const HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
};
const lowerCase = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

const MESSAGES: Readonly<Record<RefusalKind, string>> = {
  refused: 'The request cannot be used; errors names the fields',
  unauthorized: 'The address and the key do not belong together',
  'too-large': 'At most 10 MB as JSON, and 1 MB once compressed, are accepted',
  unsupported: 'The body is not JSON',
  unavailable: 'Nothing was lost on your side yet: please send it again',
};

export interface AcceptedBody {
  /** Messages that stand on a queue now. */
  readonly accepted: number;
  /** Why there was nothing to do. */
  readonly ignored?: string | undefined;
  /** Parts of the request that were not usable beside those that were. */
  readonly errors?: readonly FieldError[] | undefined;
}

/** As many as a person reads. */
const MOST_ERRORS = 100;
const listed = (errors: readonly FieldError[]) => ({ errors: errors.slice(0, MOST_ERRORS) });

/** Any JSON answer, with the headers that each has. */
export function json(
  statusCode: number,
  requestId: string,
  body: unknown,
  headers?: Readonly<Record<string, string>>,
): APIGatewayProxyResult {
  const again = statusCode === 503 || statusCode === 429 ? { 'retry-after': String(RETRY_AFTER_S) } : null;
  return {
    statusCode,
    headers: { ...HEADERS, 'x-request-id': requestId, ...again, ...(headers && lowerCase(headers)) },
    body: JSON.stringify(body) ?? '',
  };
}

/** 202: the queue has it, and nothing more. */
export const accepted = (requestId: string, { errors, ...body }: AcceptedBody): APIGatewayProxyResult =>
  json(STATUS.accepted, requestId, { requestId, ...body, ...(errors?.length && listed(errors)) });

/** The answer to a refused request; the same for every reason of one kind. */
export function refused(requestId: string, refusal: Refusal): APIGatewayProxyResult {
  const { kind, errors } = refusal;
  return json(STATUS[kind], requestId, {
    requestId,
    error: kind,
    message: MESSAGES[kind],
    ...(errors.length > 0 && listed(errors)),
  });
}

/** A platform's own answer. */
export const replied = (requestId: string, reply: HttpReply): APIGatewayProxyResult =>
  json(reply.statusCode, requestId, reply.body, reply.headers);
