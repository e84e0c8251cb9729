import type { Local } from '../../../../local/local';
import { Pace, Stuck } from '../../../../local/soak/drive/pace';
import type { WorldClock } from '../../../../local/soak/world-clock';

// Its sleep is one of the global timers, which a test can move.
jest.mock('node:timers/promises', () => ({
  setTimeout: (ms: number) => new Promise((resolve) => setTimeout(resolve, ms)),
}));

/** One queue of so many messages; moving the clock brings one of those that are out home. */
function world(tally: { ready: number; inFlight: number }) {
  const moves: number[] = [];
  const state = { ...tally, inCall: 0, still: true };
  const clock = {
    get ahead() {
      return moves.length;
    },
    advance: async (ms: number) => {
      moves.push(ms);
      state.inFlight -= 1;
    },
  } as unknown as WorldClock;
  const local = {
    config: { connectors: [{ id: 'one' }] },
    functions: {
      a: {
        get inCall() {
          return state.inCall;
        },
      },
    },
    queues: {
      tally: async () => [
        {
          ready: state.ready,
          inFlight: state.inFlight,
          nextVisibleAt: state.inFlight > 0 ? Date.now() + 240_000 : null,
        },
      ],
    },
  } as unknown as Local;
  return { state, moves, pace: new Pace(local, clock, () => state.still) };
}

const paces: Pace[] = [];
function started(of: ReturnType<typeof world>) {
  paces.push(of.pace);
  of.pace.start();
  return of;
}
/** Lets so many ms pass, of the test's time. */
const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

beforeEach(() => jest.useFakeTimers());
afterEach(async () => {
  const stopped = Promise.all(paces.splice(0).map((pace) => pace.stop()));
  await pass(1000);
  await stopped;
  jest.useRealTimers();
});

test('where everything waits, the clock is moved to the next message, until none is left', async () => {
  const { pace, moves } = started(world({ ready: 0, inFlight: 3 }));
  const drained = pace.drained();
  await pass(5000);
  await drained;
  expect(moves).toHaveLength(3);
  for (const ms of moves) expect(ms).toBeGreaterThan(200_000);
});

test('while a function is in a call, a request is under way, or an outage lasts, the clock stands still', async () => {
  const of = world({ ready: 0, inFlight: 1 });
  of.state.inCall = 1;
  started(of);
  await pass(10_000);
  expect(of.moves).toEqual([]);
  of.state.inCall = 0;
  of.state.still = false;
  await pass(10_000);
  expect(of.moves).toEqual([]);
  void of.pace.during(() => new Promise((resolve) => setTimeout(resolve, 10_000)));
  of.state.still = true;
  await pass(9999);
  expect(of.moves).toEqual([]);
  await pass(1000);
  expect(of.moves).toHaveLength(1);
});

test('after an error it waits for the pollers, which pause for up to 250 ms', async () => {
  const of = world({ ready: 0, inFlight: 1 });
  of.pace.disturbed();
  started(of);
  await pass(250);
  expect(of.moves).toEqual([]);
  await pass(1000);
  expect(of.moves).toHaveLength(1);
});

test('without room AIR has to wait', async () => {
  const { pace, state } = started(world({ ready: 1000, inFlight: 0 }));
  const open = jest.fn();
  void pace.room().then(open);
  await pass(10_000);
  expect(open).not.toHaveBeenCalled();
  state.ready = 0;
  await pass(1000);
  expect(open).toHaveBeenCalled();
});

test('a run in which nothing moves any more ends', async () => {
  const { pace } = started(world({ ready: 1, inFlight: 0 }));
  const ended = jest.fn();
  void pace.drained().catch(ended);
  await pass(119_000);
  expect(ended).not.toHaveBeenCalled();
  await pass(2000);
  expect(ended).toHaveBeenCalledWith(expect.any(Stuck));
});

test('a run that never comes to an end ends too', async () => {
  const of = started(world({ ready: 0, inFlight: 1_000_000 }));
  const ended = jest.fn();
  void of.pace.drained().catch(ended);
  await pass(890_000);
  expect(ended).not.toHaveBeenCalled();
  await pass(20_000);
  expect(ended).toHaveBeenCalledWith(expect.any(Stuck));
});
