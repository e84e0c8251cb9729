import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { InboundRequest } from '../platforms/inbound';
import { bodyBytes, bodyText } from './body';
import { expectJson } from './content-type';
import { parseBody } from './json-body';

/** Letters, digits and a few marks: nothing that could break a log line or a header. */
const REQUEST_ID = /^[\w.:-]{8,128}$/;

/** What these functions read of an API Gateway event; the local gateway and a test make no more. */
export type ApiEvent = Pick<APIGatewayProxyEvent, 'httpMethod' | 'body' | 'isBase64Encoded'> &
  Partial<Pick<APIGatewayProxyEvent, 'headers' | 'multiValueHeaders' | 'pathParameters'>> & {
    readonly requestContext?: { readonly requestId?: string };
  };

/** Header names in lower case; the last value where a header came several times, as API Gateway itself picks. */
function lowerCase(event: ApiEvent): Record<string, string> {
  const headers: Record<string, string> = Object.create(null);
  for (const name in event.multiValueHeaders) {
    const value = event.multiValueHeaders[name]?.at(-1);
    if (value !== undefined) headers[name.toLowerCase()] = value;
  }
  for (const name in event.headers) {
    const value = event.headers[name];
    if (value !== undefined) headers[name.toLowerCase()] = value;
  }
  return headers;
}

/** A request as platforms see it. Nothing is decoded, inflated or parsed before somebody needs it. */
export class ApiRequest implements InboundRequest {
  /** The API's id of this request; it goes into the message, the answer and every log line. */
  readonly requestId: string;
  readonly headers: Readonly<Record<string, string>>;
  private bytes: Uint8Array | null = null;
  private read: string | null = null;
  private parsed: { readonly json: unknown } | null = null;

  constructor(private readonly event: ApiEvent) {
    this.headers = lowerCase(event);
    const own = event.requestContext?.requestId;
    const callers = this.headers['x-request-id'] ?? '';
    this.requestId = own || (REQUEST_ID.test(callers) ? callers : randomUUID());
  }

  get raw(): Uint8Array {
    this.bytes ??= bodyBytes(this.event.body, this.event.isBase64Encoded);
    return this.bytes;
  }

  /** Empty where the body cannot be read: a platform that looks into it finds nothing, and never has to catch. */
  get text(): string {
    try {
      return this.readText();
    } catch {
      return '';
    }
  }

  /** @throws Refusal that says why the body cannot be read. */
  readText(): string {
    this.read ??= bodyText(this.raw, this.headers['content-encoding']);
    return this.read;
  }

  /** The parsed body. @throws Refusal for what is no JSON. */
  readJson(): unknown {
    if (this.parsed) return this.parsed.json;
    const text = this.readText();
    expectJson(this.headers['content-type'] ?? '', text);
    this.parsed = { json: parseBody(text) };
    return this.parsed.json;
  }
}
