import { breakerKey } from '../../../functions/connectors/keys';
import { Breaker, type Pass } from '../../../functions/delivery/breaker';
import { Clock } from './support/clock';
import { silenceStdout } from './support/stdout';
import { TestTable } from './support/table';

const output = silenceStdout();
let tables: TestTable;
let made = 0;
let clock: Clock;
let connector: string;
beforeAll(async () => {
  tables = await TestTable.start();
  await tables.create('breaker');
});
afterAll(() => tables.stop());
beforeEach(() => {
  made += 1;
  connector = `c-${made}`;
  clock = new Clock();
});

const LEASE = 60_000;
const breaker = () =>
  new Breaker(
    tables.table('breaker', clock.now),
    { connector, direction: 'outbound' },
    clock.now,
    () => 0.999,
  );
const enter = async (): Promise<Pass> => {
  const key = breakerKey(connector);
  const row = (await tables.table('breaker', clock.now).get([key]))(key);
  return breaker().enter(row, LEASE);
};
const TROUBLE = { reason: 'platform-unavailable', askedMs: null } as const;
const fail = async (times: number) => {
  for (let n = 0; n < times; n++) await breaker().failed(await enter(), TROUBLE);
};

test('three failures in a row open it', async () => {
  await fail(2);
  expect(await enter()).toEqual({ kind: 'closed', failures: 2 });
  await fail(1);
  expect(await enter()).toMatchObject({ kind: 'shut', reason: 'platform-unavailable', waitMs: null });
});

test('a success between them starts the count anew', async () => {
  await fail(2);
  expect(await breaker().succeeded(await enter())).toEqual({ kind: 'closed', failures: 0 });
  await fail(2);
  expect((await enter()).kind).toBe('closed');
});

test('a late success of before does not close what has opened since', async () => {
  await fail(2);
  const early = await enter();
  await fail(1);
  await breaker().succeeded(early);
  expect((await enter()).kind).toBe('shut');
});

test('after its pause exactly one of many functions is on trial', async () => {
  await fail(3);
  clock.move(15_000);
  const passes = await Promise.all(Array.from({ length: 8 }, enter));
  expect(passes.filter(({ kind }) => kind === 'probe')).toHaveLength(1);
  expect(passes.filter(({ kind }) => kind === 'shut')).toHaveLength(7);
});

test('the trial decides: closed for all, or open again, and longer each time up to 15 s', async () => {
  await fail(3);
  let longest = 0;
  for (let n = 0; n < 6; n++) {
    clock.move(15_000);
    const trial = await enter();
    expect(trial.kind).toBe('probe');
    await breaker().failed(trial, TROUBLE);
    const opened = clock.now();
    while ((await enter()).kind === 'shut') clock.move(500);
    const pause = clock.now() - opened;
    expect(pause).toBeLessThanOrEqual(15_500);
    longest = Math.max(longest, pause);
    // The function that tried just now dies.
    clock.move(LEASE);
  }
  expect(longest).toBeGreaterThan(14_000);
  const last = await enter();
  await breaker().succeeded(last);
  expect(await enter()).toEqual({ kind: 'closed', failures: 0 });
});

test('its state is a figure: 1 for whoever meets it open, 0 when it closes', async () => {
  const states = () =>
    output.lines
      .filter((line) => line.includes('"BreakerOpen"') && line.includes(`"${connector}"`))
      .map((line) => (JSON.parse(line) as { BreakerOpen: number }).BreakerOpen);
  await fail(2);
  await enter();
  expect(states()).toEqual([]);
  await fail(1);
  await enter();
  await enter();
  expect(states()).toEqual([1, 1, 1]);
  clock.move(15_000);
  await breaker().succeeded(await enter());
  await enter();
  expect(states()).toEqual([1, 1, 1, 0]);
});

test("a trial whose function died is another one's after the lease", async () => {
  await fail(3);
  clock.move(15_000);
  const dying = await enter();
  expect((await enter()).kind).toBe('shut');
  clock.move(LEASE);
  const next = await enter();
  expect(next.kind).toBe('probe');
  // What the dead one says, should it come back to life, does not count any more.
  await breaker().succeeded(dying);
  expect((await enter()).kind).toBe('shut');
});

test('a trial that was not used is given back', async () => {
  await fail(3);
  clock.move(15_000);
  await breaker().unused(await enter());
  expect((await enter()).kind).toBe('probe');
});

test('a Retry-After opens it at once, for as long as it says, and a shorter one does not shorten it', async () => {
  await breaker().failed(await enter(), { reason: 'platform-throttled', askedMs: 600_000 });
  expect(await enter()).toMatchObject({ kind: 'shut', reason: 'platform-throttled', waitMs: 600_000 });
  await breaker().failed({ kind: 'closed', failures: 0 }, { reason: 'platform-throttled', askedMs: 2000 });
  clock.move(599_000);
  expect((await enter()).kind).toBe('shut');
  clock.move(1000);
  expect((await enter()).kind).toBe('probe');
});

test('G4 each connector has its own', async () => {
  await fail(3);
  connector = 'another';
  expect((await enter()).kind).toBe('closed');
});
