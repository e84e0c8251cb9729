import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SECRET } from './secret';
import { batchGet, rowsIn } from './table';

/** What the other side was asked for since the last time somebody wanted to know. */
export interface Served {
  /** By operation, `SendMessageBatch`, or path, `/users/track`. */
  readonly calls: Readonly<Record<string, number>>;
  /** Of the table. */
  readonly rows: { readonly read: number; readonly written: number };
  /** Of the last call that was none of AWS. */
  readonly lastBody: string;
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

/** AWS's answers: a table that knows nobody and takes every write, a queue that takes every message, one secret. */
function awsAnswer(operation: string, body: string): unknown {
  if (operation === 'BatchGetItem') return batchGet(JSON.parse(body));
  if (operation === 'GetSecretValue') return { SecretString: SECRET };
  if (operation === 'UpdateItem') return { Attributes: JSON.parse(body).Key };
  if (operation === 'Query') return { Items: [], Count: 0, ScannedCount: 0 };
  if (operation !== 'SendMessageBatch') return {};
  const { Entries } = JSON.parse(body) as { Entries: { Id: string; MessageBody: string }[] };
  return {
    Successful: Entries.map(({ Id, MessageBody }) => ({
      Id,
      MessageId: Id,
      MD5OfMessageBody: md5(MessageBody),
    })),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

/**
 * AWS and every platform on loopback, as fast as they can be: what the functions' own work is measured against.
 * `GET /served` tells what was asked for.
 */
export async function startStub(): Promise<{ readonly url: string; close(): void }> {
  const calls: Record<string, number> = {};
  let rows = { read: 0, written: 0 };
  let lastBody = '';
  const server = createServer(async (request, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (request.url === '/served') {
      answer(200, { calls, rows, lastBody } satisfies Served);
      for (const name of Object.keys(calls)) delete calls[name];
      rows = { read: 0, written: 0 };
      return;
    }
    const body = await bodyOf(request);
    const operation = String(request.headers['x-amz-target'] ?? '').split('.')[1];
    const name = operation ?? request.url ?? '';
    calls[name] = (calls[name] ?? 0) + 1;
    if (operation === undefined) lastBody = body;
    else {
      const { read, written } = rowsIn(operation, body);
      rows = { read: rows.read + read, written: rows.written + written };
    }
    answer(operation ? 200 : 201, operation ? awsAnswer(operation, body) : { message: 'success' });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
