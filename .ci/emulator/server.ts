import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const DEADLINE_MS = 60_000;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('there is no free port');
  return address.port;
}

/** A moto server of its own, and what the AWS clients and the commands need to find it. */
export interface Emulator {
  readonly url: string;
  readonly environment: Readonly<Record<string, string>>;
  stop(): void;
}

/** @throws Error when it does not answer in time. */
export async function startEmulator(): Promise<Emulator> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const stop = () => void server.kill('SIGKILL');
  process.once('exit', stop);
  await answers(url, server);
  return {
    url,
    stop,
    environment: {
      AWS_ENDPOINT_URL: url,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'emulator',
      AWS_SECRET_ACCESS_KEY: 'emulator',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
  };
}

async function answers(url: string, server: ChildProcess): Promise<void> {
  let ended: unknown = null;
  server.once('error', (error) => {
    ended = error;
  });
  server.once('exit', (code, signal) => {
    ended ??= new Error(`moto_server ended with ${signal ?? code}`);
  });
  for (const until = Date.now() + DEADLINE_MS; Date.now() < until; await sleep(100)) {
    if (ended !== null) throw ended;
    const up = await fetch(`${url}/moto-api/`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (up) return;
  }
  throw new Error(`moto_server did not answer within ${DEADLINE_MS / 1000} s`);
}
