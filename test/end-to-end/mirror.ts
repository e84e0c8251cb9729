import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Forbidden } from '../../local/log-scan/scan';

/** How the other side answers; whatever it is, the answer repeats all of what was sent to it, key and consumer. */
export const MANNERS = [
  'message',
  'fields',
  'text',
  'items',
  'partly',
  'headers',
  'server-error',
  'page',
] as const;
export type Manner = (typeof MANNERS)[number];

interface Seen {
  readonly path: string;
  readonly manner: Manner;
}

/** A server in the place of AIR and of every platform: it refuses everything, and tells the caller the caller's own words. */
export class Mirror {
  manner: Manner = 'message';
  readonly seen: Seen[] = [];
  /** What the calls proved themselves with. */
  readonly proofs: Forbidden[] = [];
  private readonly server = createServer((request, response) => void this.answer(request, response));
  url = '';

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as { port: number }).port}`;
    return this;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const part of request) body += part;
    for (const name of ['authorization', 'x-ees-auth-hash', 'webhook-signature']) {
      const value = request.headers[name];
      if (typeof value === 'string') this.proofs.push({ what: `the header ${name}`, value });
    }
    this.seen.push({ path: request.url ?? '', manner: this.manner });
    const echo = `${request.method} ${request.url} ${JSON.stringify(request.headers)} ${body}`;
    const { status, type = 'application/json', answer } = reflect(this.manner, echo, body);
    response.writeHead(status, { 'content-type': type, 'x-echo': encodeURIComponent(echo).slice(0, 4000) });
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  }
}

function reflect(
  manner: Manner,
  echo: string,
  body: string,
): { status: number; type?: string; answer: unknown } {
  const error = {
    type: echo,
    code: echo,
    detail: echo,
    title: body,
    input_array: 'events',
    index: 0,
    id: body,
  };
  switch (manner) {
    case 'message':
      return { status: 400, answer: { message: echo, error: body, errorCode: body, errorMessage: echo } };
    case 'fields':
      return {
        status: 422,
        answer: {
          errors: [{ ...error, source: { pointer: `/data/${body}` } }],
          code: body,
          [body]: { status: body },
        },
      };
    case 'text':
      return { status: 400, type: 'text/plain', answer: echo };
    case 'items':
      return {
        status: 200,
        answer: {
          message: 'success',
          success: true,
          errors: [error],
          results: [{ success: false, errors: [echo] }],
        },
      };
    case 'partly':
      return { status: 207, answer: { status: body, [body]: { state: body }, errors: [error], type: echo } };
    case 'headers':
      return { status: 401, answer: { message: `Invalid API key in ${echo}` } };
    case 'server-error':
      return { status: 500, answer: { message: echo, stack: echo } };
    case 'page':
      return { status: 404, type: 'text/html', answer: `<pre>${echo}</pre>` };
  }
}
