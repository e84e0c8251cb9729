import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { checkReachable } from '../../../../bin/operations/checks/reachable';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});
const listen = (server: Server) =>
  new Promise<number>((resolve) => {
    servers.push(server);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
const reach = (origin: string, timeoutMs?: number) => checkReachable({ origin, for: ['AIR'] }, timeoutMs);

test('an address that answers is reached; no request is made', async () => {
  let bytes = 0;
  const port = await listen(createServer((socket) => socket.on('data', (data) => (bytes += data.length))));
  const origin = `http://127.0.0.1:${port}`;
  expect(await reach(origin)).toMatchObject({
    status: 'ok',
    what: `${origin} (AIR)`,
    found: expect.stringMatching(/^reached in \d+ ms, without TLS$/),
  });
  expect(bytes).toBe(0);
});

test('a name that nobody has is told as a name', async () => {
  const { status, found } = await reach('https://no-such-host.invalid');
  expect(status).toBe('FAILED');
  expect(found).toMatch(/^the name cannot be resolved \((ENOTFOUND|EAI_AGAIN)\)$/);
});

test('a port where nobody listens is told as a connection', async () => {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => servers.splice(0)[0]!.close(resolve));
  expect((await reach(`https://127.0.0.1:${port}`)).found).toBe('no connection (ECONNREFUSED)');
});

test('a server without TLS behind https, and one that says nothing, are told as TLS', async () => {
  const plain = await listen(createServer((socket) => socket.end('220 hello\r\n')));
  expect((await reach(`https://127.0.0.1:${plain}`)).found).toMatch(/^TLS failed \(\w+\)$/);
  const silent = await listen(createServer(() => {}));
  expect((await reach(`https://127.0.0.1:${silent}`, 150)).found).toBe('TLS failed (ETIMEDOUT)');
});

test('a certificate that nobody vouches for is told as TLS', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ee-connect-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const request = `req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -keyout ${key} -out ${cert}`;
  execFileSync('openssl', request.split(' '), { stdio: 'ignore' });
  const port = await listen(createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }));
  rmSync(folder, { recursive: true });
  expect((await reach(`https://localhost:${port}`)).found).toBe('TLS failed (DEPTH_ZERO_SELF_SIGNED_CERT)');
});
