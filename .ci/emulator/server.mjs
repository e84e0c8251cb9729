// moto_server, the emulator of AWS, as a child process: on a port that it finds itself, so that two runs do not meet.
import { spawn } from 'node:child_process';

const START_MS = 30_000;
const ADDRESS = /Running on (http:\/\/127\.0\.0\.1:\d+)/;
/** Of what it writes, enough for a stack trace. */
const KEPT_CHARACTERS = 4000;

/** @param {AbortSignal} signal ends it. @returns its address, and the end of what it wrote so far. */
export function startEmulator(env, signal) {
  const child = spawn('moto_server', ['-H', '127.0.0.1', '-p', '0'], {
    signal,
    killSignal: 'SIGKILL',
    env: { ...env, PYTHONUNBUFFERED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let written = '';
  return new Promise((resolve, reject) => {
    const fail = (why) => {
      child.kill('SIGKILL');
      reject(new Error(`moto_server ${why}\n${written}`));
    };
    const timer = setTimeout(() => fail(`did not start within ${START_MS} ms`), START_MS);
    const read = (chunk) => {
      written = (written + chunk).slice(-KEPT_CHARACTERS);
      const address = ADDRESS.exec(written)?.[1];
      if (!address) return;
      clearTimeout(timer);
      resolve({ address, written: () => written });
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', read);
    child.on('error', (error) => fail(`cannot be started: ${error.message}`));
    child.on('exit', (code) => fail(`ended with ${code}`));
  });
}
