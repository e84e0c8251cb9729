import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { httpClient } from '../../../functions/delivery/http';
import { ANSWER_BYTES } from '../../../functions/delivery/limits';
import type { HttpRequest } from '../../../functions/platforms/http';
import { json, TestServer } from './support/server';

const post = (url: string, body = '{"a":"é"}'): HttpRequest => ({
  method: 'POST',
  url,
  headers: { 'content-type': 'application/json' },
  body,
});

let server: TestServer;
beforeEach(async () => {
  server = await TestServer.start();
});
afterEach(() => server.stop());

/** A TCP server for what no HTTP server does. */
async function tcp(each: (socket: Socket) => void): Promise<{ url: string; close: () => void }> {
  const sockets: Socket[] = [];
  const raw: Server = createTcpServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    each(socket);
  });
  await new Promise<void>((resolve) => raw.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(raw.address() as AddressInfo).port}/`,
    close: () => {
      for (const socket of sockets) socket.destroy();
      raw.close();
    },
  };
}

describe('what is sent', () => {
  test('has a length in bytes, never chunks, and keeps the path', async () => {
    await httpClient().send(post(`${server.url}/2.0/services/trigger?a=b`), 5000);
    const [seen] = server.seen;
    expect(seen?.path).toBe('/2.0/services/trigger?a=b');
    expect(seen?.headers['content-length']).toBe(String(Buffer.byteLength('{"a":"é"}')));
    expect(seen?.headers['transfer-encoding']).toBeUndefined();
    expect(seen?.body).toBe('{"a":"é"}');
  });

  test('a header that cannot be sent is "not sent", and its value is in no detail', async () => {
    const request = { ...post(server.url), headers: { 'x-key': 'secret\nvalue' } };
    const result = await httpClient().send(request, 5000);
    expect(result).toEqual({ kind: 'not-sent', detail: 'ERR_INVALID_CHAR' });
  });

  test('an address that is none is "not sent"', async () => {
    expect(await httpClient().send(post('no address'), 5000)).toEqual({
      kind: 'not-sent',
      detail: 'ERR_INVALID_URL',
    });
  });
});

describe('what is answered', () => {
  test('status, lower-case headers, text', async () => {
    server.answer = (_, response) => json(response, 429, { why: 'ü' }, { 'Retry-After': '7' });
    const result = await httpClient().send(post(server.url), 5000);
    expect(result).toMatchObject({
      kind: 'answered',
      truncated: false,
      answer: { status: 429, body: '{"why":"ü"}', headers: { 'retry-after': '7' } },
    });
  });

  test('gzip is inflated', async () => {
    server.answer = (_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"fine":true}'));
    expect(await httpClient().send(post(server.url), 5000)).toMatchObject({
      answer: { body: '{"fine":true}' },
    });
  });

  test('what says gzip and is none is a truncated answer with its status', async () => {
    server.answer = (_, response) => response.writeHead(201, { 'content-encoding': 'gzip' }).end('no gzip');
    expect(await httpClient().send(post(server.url), 5000)).toMatchObject({
      kind: 'answered',
      truncated: true,
      answer: { status: 201, body: '' },
    });
  });

  test('a body beyond the limit, or a small one that inflates beyond it, is cut', async () => {
    server.answer = (_, response) => response.writeHead(200).end('x'.repeat(ANSWER_BYTES + 1));
    expect(await httpClient().send(post(server.url), 5000)).toMatchObject({ truncated: true });
    server.answer = (_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(ANSWER_BYTES + 1)));
    expect(await httpClient().send(post(server.url), 5000)).toMatchObject({ truncated: true });
  });

  test('redirects are not followed', async () => {
    server.answer = (_, response) => response.writeHead(302, { location: `${server.url}/elsewhere` }).end();
    expect(await httpClient().send(post(server.url), 5000)).toMatchObject({ answer: { status: 302 } });
    expect(server.seen).toHaveLength(1);
  });

  test('a connection that breaks in the body still has its status', async () => {
    server.answer = (_, response) => {
      response.writeHead(201, { 'content-length': '100' });
      response.write('half');
      setImmediate(() => response.destroy());
    };
    expect(await httpClient().send(post(server.url), 5000)).toMatchObject({
      kind: 'answered',
      truncated: true,
      answer: { status: 201 },
    });
  });

  test('so has one whose body never ends', async () => {
    server.answer = (_, response) => {
      response.writeHead(201, { 'content-length': '100' });
      response.write('half');
    };
    expect(await httpClient().send(post(server.url), 200)).toMatchObject({
      kind: 'answered',
      truncated: true,
      answer: { status: 201 },
    });
  });
});

describe('what is not answered', () => {
  test('refused: not sent', async () => {
    const gone = await TestServer.start();
    const { url } = gone;
    await gone.stop();
    expect(await httpClient().send(post(url), 5000)).toEqual({ kind: 'not-sent', detail: 'ECONNREFUSED' });
  });

  test('no such name: not sent', async () => {
    expect(await httpClient().send(post('http://nowhere.invalid/'), 5000)).toMatchObject({
      kind: 'not-sent',
      detail: expect.stringMatching(/^E/),
    });
  });

  test('no TLS on the other side: not sent', async () => {
    const result = await httpClient().send(post(server.url.replace('http:', 'https:')), 5000);
    expect(result).toMatchObject({ kind: 'not-sent' });
    expect(server.seen).toHaveLength(0);
  });

  test('TLS that never completes: not sent', async () => {
    const silent = await tcp(() => {});
    const result = await httpClient().send(post(silent.url.replace('http:', 'https:')), 200);
    expect(result).toEqual({ kind: 'not-sent', detail: 'ETIMEDOUT' });
    silent.close();
  });

  test('a reset after the request: no answer', async () => {
    server.answer = (_, response) => response.socket?.resetAndDestroy();
    expect(await httpClient().send(post(server.url), 5000)).toEqual({
      kind: 'no-answer',
      detail: 'ECONNRESET',
    });
  });

  test('closed after the request: no answer', async () => {
    server.answer = (_, response) => response.socket?.end();
    expect(await httpClient().send(post(server.url), 5000)).toMatchObject({ kind: 'no-answer' });
  });

  test('silence after the request: no answer, when time is up', async () => {
    server.answer = () => {};
    expect(await httpClient().send(post(server.url), 200)).toEqual({
      kind: 'no-answer',
      detail: 'ETIMEDOUT',
    });
    expect(server.seen).toHaveLength(1);
  });

  test('what is no HTTP: no answer', async () => {
    const babble = await tcp((socket) => socket.once('data', () => socket.end('what?\r\n\r\n')));
    expect(await httpClient().send(post(babble.url), 5000)).toMatchObject({ kind: 'no-answer' });
    babble.close();
  });
});

describe('connections', () => {
  const ports = () => new Set(server.seen.map(({ remotePort }) => remotePort)).size;

  test('are used again within 4 s', async () => {
    let now = 0;
    const client = httpClient(() => now);
    await client.send(post(server.url), 5000);
    now += 3900;
    await client.send(post(server.url), 5000);
    expect(ports()).toBe(1);
  });

  test('are not used again after that by the wall clock, though no timer ran: the function was frozen', async () => {
    let now = 0;
    const client = httpClient(() => now);
    await client.send(post(server.url), 5000);
    now += 4100;
    await client.send(post(server.url), 5000);
    expect(ports()).toBe(2);
    expect(server.seen).toHaveLength(2);
  });

  test('a hundred calls at once and then again: none fails', async () => {
    let now = 0;
    const client = httpClient(() => now);
    for (const pause of [0, 10_000, 10]) {
      now += pause;
      const results = await Promise.all(
        Array.from({ length: 100 }, () => client.send(post(server.url), 5000)),
      );
      expect(results.filter(({ kind }) => kind !== 'answered')).toEqual([]);
    }
  });
});
