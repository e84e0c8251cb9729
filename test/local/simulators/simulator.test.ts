import { type CallFailure, type Simulator, startSimulator } from '../../../local/simulators/simulator';
import { until } from '../until';

let effects: string[];
let simulator: Simulator;

async function start(options: Partial<Parameters<typeof startSimulator>[0]> = {}): Promise<Simulator> {
  effects = [];
  simulator = await startSimulator({
    answer: (call) => {
      effects.push(call.path);
      return { status: 201, headers: { 'x-simulated': 'yes' }, body: { got: call.json } };
    },
    ...options,
  });
  return simulator;
}
const post = (path: string, body = '{"a":1}') => fetch(`${simulator.url}${path}`, { method: 'POST', body });

afterEach(() => simulator.close());

test('answers on loopback, and remembers what was asked', async () => {
  await start();
  const answer = await post('/users?x=1');
  expect([answer.status, answer.headers.get('x-simulated'), await answer.json()]).toEqual([
    201,
    'yes',
    { got: { a: 1 } },
  ]);
  expect(new URL(simulator.url).hostname).toBe('127.0.0.1');
  expect(simulator.port).toBe(Number(new URL(simulator.url).port));
  expect(simulator.calls).toEqual([
    expect.objectContaining({
      number: 1,
      method: 'POST',
      path: '/users?x=1',
      body: '{"a":1}',
      json: { a: 1 },
      status: 201,
    }),
  ]);
});

test('a body that is no JSON reaches the platform as undefined', async () => {
  await start();
  expect(await (await post('/', '{"a":')).json()).toEqual({});
});

test('a body above the limit is answered 413 without an effect', async () => {
  await start({ mostBytes: 10 });
  expect((await post('/', 'x'.repeat(11))).status).toBe(413);
  expect(effects).toEqual([]);
});

test('a port in use is said', async () => {
  await start();
  await expect(
    startSimulator({ port: simulator.port, answer: () => ({ status: 200, body: '' }) }),
  ).rejects.toThrow(`port ${simulator.port} is in use`);
});

describe('faults', () => {
  test('a status for the next k calls, with headers, without the effect', async () => {
    await start();
    simulator.fail({ kind: 'answer', status: 429, headers: { 'retry-after': '3' }, times: 2 });
    const answers = [await post('/1'), await post('/2'), await post('/3')];
    expect(answers.map(({ status }) => status)).toEqual([429, 429, 201]);
    expect(answers[0]?.headers.get('retry-after')).toBe('3');
    expect(effects).toEqual(['/3']);
  });

  test('a status although it was done', async () => {
    await start();
    simulator.fail({ kind: 'answer', status: 502, effect: true, body: 'Bad Gateway' });
    const answer = await post('/1');
    expect([answer.status, await answer.text(), effects]).toEqual([502, 'Bad Gateway', ['/1']]);
  });

  test.each([true, false])('a connection that is cut, with the effect: %p', async (effect) => {
    await start();
    simulator.fail({ kind: 'reset', effect });
    await expect(post('/1')).rejects.toThrow();
    expect(effects).toEqual(effect ? ['/1'] : []);
    expect(simulator.calls[0]?.status).toBeNull();
    expect((await post('/2')).status).toBe(201);
  });

  test('a slow answer: done at once, told late', async () => {
    await start();
    simulator.fail({ kind: 'slow', ms: 60_000 });
    const abort = new AbortController();
    const asked = fetch(`${simulator.url}/1`, { method: 'POST', signal: abort.signal });
    await until(() => effects.length > 0, { everyMs: 1 });
    abort.abort();
    await expect(asked).rejects.toThrow();
    expect(effects).toEqual(['/1']);
    expect((await post('/2')).status).toBe(201);
  });

  test('several are used up in order, each only for the calls it is meant for', async () => {
    await start();
    simulator.fail({ kind: 'answer', status: 500, when: ({ path }) => path === '/b' });
    simulator.fail({ kind: 'answer', status: 503 });
    const statuses = [];
    for (const path of ['/a', '/b', '/b']) statuses.push((await post(path)).status);
    expect(statuses).toEqual([503, 500, 201]);
  });

  test('are forgotten when healed', async () => {
    await start();
    simulator.fail({ kind: 'answer', status: 500, times: 100 });
    expect((await post('/')).status).toBe(500);
    simulator.heal();
    expect((await post('/')).status).toBe(201);
  });

  test('can be drawn for every call, and planned ones go first', async () => {
    const chaos = ({ number }: { number: number }): CallFailure | null =>
      number % 2 === 0 ? { kind: 'answer', status: 503 } : null;
    await start({ chaos });
    simulator.fail({ kind: 'answer', status: 418 });
    const statuses = [];
    for (let call = 0; call < 4; call += 1) statuses.push((await post('/')).status);
    expect(statuses).toEqual([418, 503, 201, 503]);
  });

  test('can be drawn by somebody else from some time on, and by nobody again', async () => {
    await start({ chaos: () => ({ kind: 'answer', status: 500 }) });
    expect((await post('/')).status).toBe(500);
    simulator.interpose(() => ({ kind: 'answer', status: 503 }));
    expect((await post('/')).status).toBe(503);
    simulator.interpose(null);
    expect((await post('/')).status).toBe(201);
  });
});

test('a long run keeps the last calls only', async () => {
  await start({ keepCalls: 2 });
  for (const path of ['/1', '/2', '/3']) await post(path);
  expect(simulator.calls.map(({ number }) => number)).toEqual([2, 3]);
});

test('closing does not wait for a slow answer', async () => {
  await start();
  simulator.fail({ kind: 'slow', ms: 60_000 });
  const asked = post('/').catch(() => 'cut');
  await until(() => effects.length > 0, { everyMs: 1 });
  await simulator.close();
  expect(await asked).toBe('cut');
});
