/** A copy of the project with one more folder and one more line runs the new platform in both directions. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type AirSimulator, startAirSimulator } from '../../local/simulators/air';
import { json, TestServer } from '../functions/delivery/support/server';
import { until } from '../local/until';

jest.setTimeout(90_000);

const COPIED = ['bin', 'functions', 'lib', 'local', 'samples', 'package.json', 'tsconfig.json'];
const API_KEY = 'pb_key_of_a_test';
const keyOf = (id: string) => `an-external-key-that-is-long-enough-${id}`;
const folder = mkdtempSync(join(tmpdir(), 'ee-connect-added-'));
let air: AirSimulator;
let server: TestServer;
let child: ChildProcess | undefined;

beforeAll(async () => {
  [air, server] = await Promise.all([
    startAirSimulator({ credentials: { clientId: 'client', clientSecret: 'secret' } }),
    TestServer.start((_, response) => json(response, 200, { rejected: [] })),
  ]);
});
afterAll(async () => {
  if (child?.exitCode === null) process.kill(-child.pid!, 'SIGKILL');
  await Promise.all([air.close(), server.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

/** As somebody would who has read docs/adding-a-platform.md. */
function addPostbox(): void {
  for (const name of COPIED) cpSync(name, join(folder, name), { recursive: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));

  const own = join(folder, 'functions', 'platforms', 'postbox');
  cpSync(join('test', 'fixtures', 'postbox'), own, { recursive: true });
  for (const name of readdirSync(own).filter((each) => each.endsWith('.ts'))) {
    const text = readFileSync(join(own, name), 'utf8')
      .replaceAll("'../../../functions/platforms/", "'../")
      .replaceAll("'../../../functions/", "'../../");
    writeFileSync(join(own, name), text);
  }

  const registry = join(folder, 'functions', 'platforms', 'registry.ts');
  const text = readFileSync(registry, 'utf8');
  const changed = text.replace(/\]\.map\(\(platform\)/, ', postbox].map((platform)');
  expect(changed).not.toBe(text);
  writeFileSync(registry, `import { postbox } from './postbox/platform';\n${changed}`);
}

const configuration = () => ({
  air: { walletUrl: air.walletUrl },
  feeds: [{ id: 'programme' }],
  connectors: [
    {
      id: 'postbox-rewards',
      platform: 'postbox',
      direction: 'inbound',
      settings: { actions: { 'Late delivery': 'LATE-DELIVERY' } },
    },
    {
      id: 'postbox-news',
      platform: 'postbox',
      direction: 'outbound',
      feed: 'programme',
      settings: { identityType: 'CUSTOMER_ID', currency: 'GBP', apiUrl: server.url, mailbox: 'test' },
    },
  ],
});
const secrets = {
  air: { clientId: 'client', clientSecret: 'secret' },
  'feed/programme': { externalKeys: [keyOf('programme')] },
  'postbox-rewards': { externalKeys: [keyOf('rewards')] },
  'postbox-news': { externalKeys: [keyOf('news')], apiKey: API_KEY },
};

const freePort = () =>
  new Promise<number>((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => done(port));
    });
  });

test('G11: an entry on its list becomes a reward, and the news of it comes back', async () => {
  addPostbox();
  writeFileSync(join(folder, 'connectors.json'), JSON.stringify(configuration()));
  writeFileSync(join(folder, 'secrets.json'), JSON.stringify(secrets));
  const port = await freePort();
  const args = ['start', '--no-simulators', '--secrets', 'secrets.json', '--port', String(port)];
  child = spawn(process.execPath, ['--import', 'tsx', 'bin/ee-connect.ts', ...args], {
    cwd: folder,
    detached: true,
    env: { ...process.env, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (data) => {
      out += data;
    });
  await until(() => out.includes('Serving on') || child!.exitCode !== null, { withinMs: 60_000 });
  expect(out).toContain('Serving on');
  const url = `http://127.0.0.1:${port}`;
  air.subscribe([{ url: `${url}/out/programme`, key: keyOf('programme') }]);

  const body = JSON.stringify({ entry: 'pb-1', contact: 'CUST-4711', list: 'Late delivery' });
  const signature = createHmac('sha256', keyOf('rewards')).update(body).digest('hex');
  const headers = { 'content-type': 'application/json', 'x-postbox-signature': signature };
  const answer = await fetch(`${url}/in/postbox/postbox-rewards`, { method: 'POST', headers, body });
  expect(answer.status).toBe(202);

  const call = await until(() => server.seen[0], { withinMs: 30_000 });
  expect(air.programme.issued).toMatchObject([{ action: 'LATE-DELIVERY' }]);
  expect([call.path, call.headers['x-postbox-key']]).toEqual(['/v1/mailboxes/test/entries', API_KEY]);
  expect(JSON.parse(call.body).entries).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        contact: 'CUST-4711',
        traits: expect.objectContaining({ ee_points_balance: 1490 }),
      }),
      expect.objectContaining({ contact: 'CUST-4711', name: 'EE Reward Issued' }),
    ]),
  );
  for (const secret of [API_KEY, keyOf('rewards')]) expect(out).not.toContain(secret);
});
