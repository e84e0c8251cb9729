import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LambdaFunction, type LambdaFunctionOptions } from '../../local/lambda/lambda-function';
import { type Logs, openLogs } from '../../local/logs';
import { until } from './until';

jest.setTimeout(30_000);

const folders: string[] = [];

/** A bundle of a few lines, to see the environment and not what runs in it. */
function bundleOf(code: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'ee-connect-bundle-'));
  folders.push(folder);
  writeFileSync(join(folder, 'index.mjs'), code);
  return folder;
}

const started: LambdaFunction[] = [];
let logs: Logs;

function functionOf(code: string, options: Partial<LambdaFunctionOptions> = {}): LambdaFunction {
  const lambda = new LambdaFunction({
    functionName: 'tried',
    folder: bundleOf(code),
    environment: { AWS_REGION: 'eu-west-1', COLOUR: 'green' },
    timeoutMs: 20_000,
    concurrency: 1,
    logs,
    ...options,
  });
  started.push(lambda);
  return lambda;
}

beforeEach(() => {
  logs = openLogs();
});
afterEach(() => {
  for (const lambda of started.splice(0)) lambda.stop();
  logs.close();
  for (const folder of [...folders.splice(0), dirname(logs.path)]) rmSync(folder, { recursive: true });
});

const HANGING = `export const handler = (event) => event.hang ? new Promise(() => setInterval(() => {}, 1000)) : process.pid;`;

test('a handler gets its event, and exactly the environment it was given', async () => {
  const lambda = functionOf(
    `export const handler = async (event) => ({ ...event, env: Object.keys(process.env) });`,
  );
  const result = (await lambda.invoke({ hello: 'wörld' })) as { hello: string; env: string[] };
  expect(result.hello).toBe('wörld');
  expect(result.env.filter((name) => !name.startsWith('NODE_CHANNEL'))).toEqual(
    expect.arrayContaining(['AWS_REGION', 'COLOUR', 'LAMBDA_TASK_ROOT']),
  );
  expect(result.env).not.toContain('PATH');
});

test('the context has a request id and says how much time is left', async () => {
  const lambda = functionOf(
    `export const handler = async (_, context) => [context.awsRequestId, context.getRemainingTimeInMillis()];`,
    { timeoutMs: 60_000 },
  );
  const [first, left] = (await lambda.invoke({})) as [string, number];
  const [second] = (await lambda.invoke({})) as [string];
  expect(first).toMatch(/^[0-9a-f-]{36}$/);
  expect(second).not.toBe(first);
  expect(left).toBeGreaterThan(30_000);
  // The deadline is by one process's clock, and what is left of it by another's: they differ by a little.
  expect(left).toBeLessThan(60_100);
});

test('how much time is left does not follow the clock of who calls', async () => {
  const lambda = functionOf(
    `export const handler = async (_, context) => context.getRemainingTimeInMillis();`,
    { timeoutMs: 60_000 },
  );
  const ahead = Date.now() + 3_600_000;
  const clock = jest.spyOn(Date, 'now').mockReturnValue(ahead);
  try {
    expect(await lambda.invoke({})).toBeLessThan(60_100);
  } finally {
    clock.mockRestore();
  }
});

test('a process stays warm, and takes one invocation at a time', async () => {
  const lambda = functionOf(
    `let calls = 0; let running = 0;
     export const handler = async () => {
       running++; await new Promise((resolve) => setTimeout(resolve, 20));
       const seen = running; running--; return [++calls, seen];
     };`,
  );
  const results = await Promise.all([lambda.invoke({}), lambda.invoke({}), lambda.invoke({})]);
  expect(results).toEqual([
    [1, 1],
    [2, 1],
    [3, 1],
  ]);
});

test('concurrent invocations get processes of their own, up to the concurrency', async () => {
  const lambda = functionOf(
    `export const handler = async () => { await new Promise((r) => setTimeout(r, 100)); return process.pid; };`,
    { concurrency: 2 },
  );
  const pids = await Promise.all([1, 2, 3, 4].map(() => lambda.invoke({})));
  expect(new Set(pids).size).toBe(2);
});

test('an error of the handler is the invocation error, and the process lives on', async () => {
  const lambda = functionOf(
    `export const handler = async (event) => { if (event.bad) throw new TypeError('no good'); return process.pid; };`,
  );
  const before = await lambda.invoke({});
  await expect(lambda.invoke({ bad: true })).rejects.toMatchObject({ kind: 'threw', message: 'no good' });
  expect(await lambda.invoke({})).toBe(before);
});

test('killed in mid-call, the invocation fails and the next one gets a new process', async () => {
  const lambda = functionOf(HANGING);
  const before = await lambda.invoke({});
  const hanging = lambda.invoke({ hang: true });
  const failure = expect(hanging).rejects.toMatchObject({ kind: 'crashed' });
  await until(() => lambda.inCall === 1);
  expect(lambda.kill()).toBe(1);
  await failure;
  expect(await lambda.invoke({})).not.toBe(before);
  expect(readFileSync(logs.path, 'utf8')).toContain('Runtime exited with SIGKILL');
});

test('time up, the process is killed and the invocation fails; the next one gets a new process', async () => {
  const lambda = functionOf(HANGING, { timeoutMs: 300 });
  // A call that does not hang has no more time than that either, which a busy machine may not give it at once.
  const quick = () => until(() => lambda.invoke({}).catch(() => null));
  const before = await quick();
  await expect(lambda.invoke({ hang: true })).rejects.toMatchObject({ kind: 'timed-out' });
  expect(await quick()).not.toBe(before);
});

test('a bundle that does not load says why', async () => {
  const lambda = functionOf(`throw new Error('environment variable TABLE_NAME is not set');`);
  await expect(lambda.warm()).rejects.toMatchObject({
    kind: 'not-started',
    message: 'tried does not start: environment variable TABLE_NAME is not set',
  });
});

test('what the handler prints is in the log file', async () => {
  const lambda = functionOf(`export const handler = async () => { console.log('a line of the function'); };`);
  expect(await lambda.invoke({})).toBeNull();
  expect(readFileSync(logs.path, 'utf8')).toContain('a line of the function');
});

test('it says since when the longest of its calls is under way', async () => {
  const lambda = functionOf(
    `import { existsSync } from 'node:fs';
     export const handler = async ({ end }) => {
       while (end && !existsSync(end)) await new Promise((resolve) => setTimeout(resolve, 10));
     };`,
    { concurrency: 2 },
  );
  const end = join(bundleOf(''), 'end');
  expect(lambda.inCallSince).toBeNull();
  const long = lambda.invoke({ end });
  const begun = await until(() => lambda.inCallSince);
  const short = lambda.invoke({});
  expect(lambda.inCallSince).toBe(begun);
  await short;
  expect(lambda.inCallSince).toBe(begun);
  writeFileSync(end, '');
  await long;
  expect(lambda.inCallSince).toBeNull();
});

test('the clock moves in running and in later processes, also for who kept Date.now', async () => {
  const lambda = functionOf(
    `const { now } = Date;
     export const handler = async () => {
       await new Promise((resolve) => setTimeout(resolve, 100));
       const made = new Date();
       return [Date.now(), now(), made.getTime(), Date.parse(Date()), new Date(0).getTime(), made instanceof Date ? 1 : 0];
     };`,
    { concurrency: 2 },
  );
  const begun = Date.now();
  /** Some of them have no milliseconds. */
  const expectNow = (time: number | undefined, moved: number) => {
    expect(time).toBeGreaterThanOrEqual(begun + moved - 1000);
    expect(time).toBeLessThanOrEqual(Date.now() + moved);
  };
  const [before] = (await lambda.invoke({})) as number[];
  expectNow(before, 0);
  const moved = 45 * 24 * 3600 * 1000;
  lambda.moveClock(moved);
  const results = (await Promise.all([lambda.invoke({}), lambda.invoke({})])) as number[][];
  for (const seen of results) {
    for (const time of seen.slice(0, 4)) expectNow(time, moved);
    expect(seen.slice(4)).toEqual([0, 1]);
  }
});

test('stopped, it leaves no process', async () => {
  const lambda = functionOf(`export const handler = async () => process.pid;`);
  const pid = (await lambda.invoke({})) as number;
  lambda.stop();
  await until(() => {
    try {
      process.kill(pid, 0);
      return false;
    } catch {
      return true;
    }
  });
  await expect(lambda.invoke({})).rejects.toThrow('stopped');
});

test('it is told of each invocation how long it took and whether it failed', async () => {
  const ends: [string, number, boolean][] = [];
  const lambda = functionOf(
    `export const handler = async (event) => {
       await new Promise((resolve) => setTimeout(resolve, 50));
       if (event.bad) throw new Error();
     };`,
    { onEnd: (...end) => void ends.push(end) },
  );
  await lambda.invoke({});
  await lambda.invoke({ bad: true }).catch(() => {});
  expect(ends.map(([name, , failed]) => [name, failed])).toEqual([
    ['tried', false],
    ['tried', true],
  ]);
  // A timer may ring a millisecond early by the clock.
  for (const [, durationMs] of ends) expect(durationMs).toBeGreaterThanOrEqual(48);
});
