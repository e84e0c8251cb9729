import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAirSimulator } from '../../local/simulators/air';
import { startBrazeSimulator } from '../../local/simulators/braze';
import { until } from '../local/until';

jest.setTimeout(60_000);

interface Run {
  readonly child: ChildProcess;
  readonly exit: Promise<number | null>;
  out: string;
  err: string;
}

const running = new Set<ChildProcess>();
const folder = mkdtempSync(join(tmpdir(), 'ee-connect-start-'));
afterEach(() => {
  for (const child of running) process.kill(-child.pid!, 'SIGKILL');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** `npm start -- ...`, in a process group of its own as a terminal gives it. */
function start(...args: string[]): Run {
  const child = spawn(process.execPath, ['--import', 'tsx', 'bin/ee-connect.ts', 'start', ...args], {
    detached: true,
    // A folder of its own: `--local` commands of whoever runs these tests find their own run, not this one.
    env: { ...process.env, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const exit = new Promise<number | null>((resolve) => {
    child.on('close', (code) => {
      running.delete(child);
      resolve(code);
    });
  });
  const run: Run = { child, exit, out: '', err: '' };
  child.stdout.on('data', (data) => {
    run.out += data;
  });
  child.stderr.on('data', (data) => {
    run.err += data;
  });
  return run;
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/** Processes of a group that are still there. */
function alive(group: number): boolean {
  try {
    process.kill(-group, 0);
    return true;
  } catch {
    return false;
  }
}

function configFile(json: unknown): string {
  const path = join(mkdtempSync(join(folder, 'config-')), 'connectors.json');
  writeFileSync(path, typeof json === 'string' ? json : JSON.stringify(json));
  return path;
}

test('--once shows the journey from the audience entry to the profile, and ends with 0', async () => {
  const run = start('--once', '--port', String(await freePort()));
  expect(await run.exit).toBe(0);
  for (const [index, step] of [
    'Braze tells of the audience entry',
    'EE Connect has AIR issue the reward',
    'AIR posts its event SERVICE.TRIGGER',
    'EE Connect tells Braze',
  ].entries())
    expect(run.out).toMatch(new RegExp(`^ ${index + 1}  ${step}.* \\d+(\\.\\d)? m?s$`, 'm'));
  expect(run.out).toMatch(/^ {4}ee_points_balance +1490$/m);
  expect(run.out).toMatch(/^ {4}EE Reward Issued/m);
  expect(run.out).toContain('The journey is complete');
  expect(run.out).not.toContain('\u001b[');
  expect(run.err).toBe('');
  for (const line of run.out.split('\n')) expect([...line].length).toBeLessThanOrEqual(120);
  await until(() => !alive(run.child.pid!));
});

test('it serves until Ctrl-C, its calls work when they are pasted, and it leaves nothing running', async () => {
  const port = await freePort();
  const run = start('--port', String(port));
  await until(() => run.out.includes('Serving on'), { withinMs: 40_000 });
  const commands = [...run.out.matchAll(/^curl [\s\S]*?(?=\n\n)/gm)].map(([command]) => command);
  const statuses = commands.map((command) => {
    const answer = execFileSync('bash', ['-c', command], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return Number(/^HTTP\/1.1 (\d+)/.exec(answer)?.[1]);
  });
  const rewards = statuses.slice(0, 4);
  expect(rewards).toEqual([202, 401, 202, 202]);
  expect(statuses.slice(-2)).toEqual([200, 202]);
  expect(statuses.slice(4, -2).every((status) => status === 202)).toBe(true);

  const look = async (path: string) => (await fetch(`http://127.0.0.1:${port}/_local${path}`)).json();
  await until(async () => {
    const queues = (await look('/queues')) as Record<string, { deadLetters: Record<string, number> }>;
    return queues['braze-rewards']!.deadLetters['action-not-found'] === 1;
  });
  expect(await look('/dead-letters/braze-rewards')).toEqual(
    expect.arrayContaining([expect.objectContaining({ reason: 'consumer-not-found' })]),
  );
  expect(await look('/braze/profiles/CUST-4711')).toMatchObject({ attributes: { ee_points_balance: 1490 } });

  process.kill(-run.child.pid!, 'SIGINT');
  expect(await run.exit).toBe(0);
  await until(() => !alive(run.child.pid!));
  await expect(fetch(`http://127.0.0.1:${port}/status`)).rejects.toThrow();
});

test('stopped while it is still starting, it ends too', async () => {
  const run = start('--port', String(await freePort()));
  await until(() => run.out.includes('starting'));
  process.kill(-run.child.pid!, 'SIGINT');
  await run.exit;
  expect(run.out).not.toContain('Serving on');
  await until(() => !alive(run.child.pid!));
});

test('killed, it leaves nothing running either', async () => {
  const run = start('--port', String(await freePort()));
  await until(() => run.out.includes('Serving on'), { withinMs: 40_000 });
  run.child.kill('SIGKILL');
  await until(() => !alive(run.child.pid!));
});

test('a port that is taken is one line', async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
  const run = start('--once', '--port', String(port));
  expect(await run.exit).toBe(1);
  server.close();
  expect(run.err).toBe(
    `ee-connect start: port ${port} is in use: stop what listens there, or choose another with --port N\n`,
  );
});

test('a broken configuration is a line that names the field', async () => {
  const good = JSON.parse(readFileSync('connectors.json', 'utf8'));
  good.connectors[1].settings.currency = 'pounds';
  const run = start('--once', '--config', configFile(good));
  expect(await run.exit).toBe(1);
  expect(run.err).toContain('connectors[1].settings.currency: expected a three-letter ISO 4217 code');
  expect(run.err).not.toContain('    at ');
});

test('what is no JSON, and a file that is not there, are said so', async () => {
  const broken = start('--once', '--config', configFile('{'));
  const missing = start('--once', '--config', '/no/such/connectors.json');
  expect(await Promise.all([broken.exit, missing.exit])).toEqual([1, 1]);
  expect(broken.err).toContain('JSON');
  expect(missing.err).toContain('/no/such/connectors.json');
});

test('secrets that the file lacks are named', async () => {
  const secrets = configFile({ air: { clientId: 'c', clientSecret: 's' } });
  const run = start('--no-simulators', '--secrets', secrets, '--port', String(await freePort()));
  await until(() => run.out.includes('Serving on'), { withinMs: 40_000 });
  expect(run.out).toContain('no value for: feed/programme, braze-rewards, braze-news\n');
});

test('without simulators it calls the addresses of the configuration, with the secrets of the file', async () => {
  const key = (of: string) => `a-key-that-is-long-enough-for-${of}`;
  const air = await startAirSimulator({
    credentials: { clientId: 'their-client', clientSecret: 'their-secret' },
  });
  const braze = await startBrazeSimulator({ restKey: 'their-rest-key' });
  const config = JSON.parse(readFileSync('connectors.json', 'utf8'));
  config.air.walletUrl = air.walletUrl;
  config.connectors[1].settings.restUrl = braze.url;
  const secrets = {
    air: { clientId: 'their-client', clientSecret: 'their-secret' },
    'feed/programme': { externalKeys: [key('programme')] },
    'braze-rewards': { externalKeys: [key('rewards')] },
    'braze-news': { externalKeys: [key('news')], restKey: 'their-rest-key' },
  };
  const port = await freePort();
  const files = ['--config', configFile(config), '--secrets', configFile(secrets)];
  const run = start('--no-simulators', ...files, '--port', String(port));
  await until(() => run.out.includes('Serving on'), { withinMs: 40_000 });
  air.subscribe([{ url: `http://127.0.0.1:${port}/out/programme`, key: key('programme') }]);

  const answer = await fetch(`http://127.0.0.1:${port}/in/braze/braze-rewards`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'X-Auth-Token': key('rewards') },
    body: JSON.stringify({ user_id: 'CUST-4713', dispatch_id: 'd-1', action_reference: 'WELCOME-POINTS' }),
  });
  expect(answer.status).toBe(202);
  const profile = await until(() => braze.profile('CUST-4713'));
  expect(profile.attributes.ee_points_balance).toBe(10_050);
  for (const secret of [key('rewards'), 'their-secret', 'their-rest-key'])
    expect(run.out).not.toContain(secret);

  process.kill(-run.child.pid!, 'SIGTERM');
  expect(await run.exit).toBe(0);
  await Promise.all([air.close(), braze.close()]);
});
