import { type IncomingMessage, Agent as PlainAgent, request as plainRequest } from 'node:http';
import { request as secureRequest, Agent as TlsAgent } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import type { HttpAnswer, HttpRequest } from '../platforms/http';
import { ANSWER_BYTES, CONNECT_TIMEOUT, IDLE_CONNECTION } from './limits';

/** What became of one call. The difference between the last two is the difference between "again" and "outcome unknown". */
export type HttpResult =
  /** `truncated`: the status and headers are whole, the body is not. */
  | { readonly kind: 'answered'; readonly answer: HttpAnswer; readonly truncated: boolean }
  /** Name, refused, TLS, time-out while connecting: the other side has seen nothing. `detail`: an error code. */
  | { readonly kind: 'not-sent'; readonly detail: string }
  /** Reset or time-out once connected: the other side may have acted. */
  | { readonly kind: 'no-answer'; readonly detail: string };

export interface HttpClient {
  /** Makes one call, and never throws. Redirects are not followed. */
  send(request: HttpRequest, timeoutMs: number): Promise<HttpResult>;
}

/**
 * HTTP(S) with connections that are kept, but not used again once they were idle for about 4 s by the wall clock: a
 * frozen function's timers stand still, and a stale connection would make of a harmless call one whose outcome is unknown.
 */
export function httpClient(now: () => number = Date.now): HttpClient {
  const idleSince = new WeakMap<Duplex, number>();
  const noteIdle = (socket: Duplex) => idleSince.set(socket, now());
  const plain = new (class extends PlainAgent {
    override keepSocketAlive(socket: Duplex) {
      noteIdle(socket);
      return super.keepSocketAlive(socket);
    }
  })({ keepAlive: true });
  const tls = new (class extends TlsAgent {
    override keepSocketAlive(socket: Duplex) {
      noteIdle(socket);
      return super.keepSocketAlive(socket);
    }
  })({ keepAlive: true });

  return {
    send: (request, timeoutMs) => {
      for (const agent of [plain, tls])
        for (const socket of Object.values(agent.freeSockets).flat())
          if (socket && now() - (idleSince.get(socket) ?? 0) > IDLE_CONNECTION) socket.destroy();
      return call(request, timeoutMs, { plain, tls });
    },
  };
}

const codeOf = (error: unknown): string => {
  const code = (error as NodeJS.ErrnoException).code;
  return typeof code === 'string' ? code : 'ERROR';
};

function call(
  request: HttpRequest,
  timeoutMs: number,
  agents: { plain: PlainAgent; tls: TlsAgent },
): Promise<HttpResult> {
  return new Promise((resolve) => {
    let connected = false;
    let timers: NodeJS.Timeout[] = [];
    const finish = (result: HttpResult) => {
      timers.forEach(clearTimeout);
      resolve(result);
    };
    const fail = (detail: string) => finish({ kind: connected ? 'no-answer' : 'not-sent', detail });
    try {
      const url = new URL(request.url);
      const secure = url.protocol === 'https:';
      const body = Buffer.from(request.body, 'utf8');
      const outgoing = (secure ? secureRequest : plainRequest)(url, {
        method: request.method,
        agent: secure ? agents.tls : agents.plain,
        headers: {
          ...request.headers,
          'accept-encoding': 'gzip',
          // Always a length: AIR hashes the bytes it reads, and takes no chunked bodies.
          ...((body.length > 0 || request.method !== 'GET') && { 'content-length': String(body.length) }),
        },
      });
      let answering = false;
      const giveUp = (code: string) => {
        // A status that has come is not thrown away for a body that has not.
        if (!answering) fail(code);
        outgoing.destroy();
      };
      timers = [
        setTimeout(() => giveUp('ETIMEDOUT'), timeoutMs),
        setTimeout(() => connected || giveUp('ETIMEDOUT'), Math.min(CONNECT_TIMEOUT, timeoutMs)),
      ];
      outgoing.on('socket', (socket: Socket) => {
        if (outgoing.reusedSocket) connected = true;
        // Node holds the request back until then, so that nothing was sent before.
        else
          socket.once(secure ? 'secureConnect' : 'connect', () => {
            connected = true;
          });
      });
      outgoing.on('error', (error) => answering || fail(codeOf(error)));
      outgoing.on('response', (response) => {
        answering = true;
        collect(response, finish);
      });
      outgoing.end(body);
    } catch (error) {
      // An address or a header that cannot be sent.
      fail(codeOf(error));
    }
  });
}

function collect(response: IncomingMessage, finish: (result: HttpResult) => void): void {
  const parts: Buffer[] = [];
  let length = 0;
  const end = (whole: boolean) => {
    const body = whole ? decoded(Buffer.concat(parts), response.headers['content-encoding']) : null;
    finish({
      kind: 'answered',
      truncated: body === null,
      answer: { status: response.statusCode ?? 0, headers: flat(response), body: body ?? '' },
    });
  };
  response.on('data', (part: Buffer) => {
    length += part.length;
    if (length > ANSWER_BYTES) response.destroy();
    else parts.push(part);
  });
  response.on('error', () => end(false));
  response.on('close', () => end(response.complete && length <= ANSWER_BYTES));
}

/** The body as text; null when it cannot be inflated, or becomes too large. */
function decoded(bytes: Buffer, encoding: string | undefined): string | null {
  try {
    const gzipped = encoding !== undefined && /^x?-?gzip$/i.test(encoding.trim());
    return (
      gzipped && bytes.length > 0 ? gunzipSync(bytes, { maxOutputLength: ANSWER_BYTES }) : bytes
    ).toString('utf8');
  } catch {
    return null;
  }
}

const flat = (response: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
