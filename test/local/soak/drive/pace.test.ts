import type { Local } from '../../../../local/local';
import { Pace, Stuck } from '../../../../local/soak/drive/pace';
import type { WorldClock } from '../../../../local/soak/world-clock';
import { until } from '../../until';

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
afterEach(() => Promise.all(paces.splice(0).map((pace) => pace.stop())));
const moment = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

test('where everything waits, the clock is moved to the next message, until none is left', async () => {
  const { pace, moves } = started(world({ ready: 0, inFlight: 3 }));
  await pace.drained();
  expect(moves).toHaveLength(3);
  for (const ms of moves) expect(ms).toBeGreaterThan(200_000);
});

test('while a function is in a call, a request is under way, or an outage lasts, the clock stands still', async () => {
  const of = world({ ready: 0, inFlight: 1 });
  of.state.inCall = 1;
  started(of);
  await moment(200);
  expect(of.moves).toEqual([]);
  of.state.inCall = 0;
  of.state.still = false;
  await moment(200);
  expect(of.moves).toEqual([]);
  const outage = of.pace.during(() => moment(200));
  of.state.still = true;
  await outage;
  expect(of.moves).toEqual([]);
  await until(() => of.moves.length > 0);
});

test('after an error it waits for the pollers', async () => {
  const of = world({ ready: 0, inFlight: 1 });
  of.pace.disturbed();
  started(of);
  await moment(200);
  expect(of.moves).toEqual([]);
  await until(() => of.moves.length > 0);
});

test('without room AIR has to wait', async () => {
  const { pace, state } = started(world({ ready: 1000, inFlight: 0 }));
  let open = false;
  const room = pace.room().then(() => {
    open = true;
  });
  await moment(150);
  expect(open).toBe(false);
  state.ready = 0;
  await room;
});

test('a run in which nothing moves any more ends', async () => {
  const { pace } = started(world({ ready: 1, inFlight: 0 }));
  await expect(pace.drained(200)).rejects.toThrow(Stuck);
});

test('a run that never comes to an end ends too', async () => {
  const of = started(world({ ready: 0, inFlight: 1_000_000 }));
  await expect(of.pace.drained(60_000, 300)).rejects.toThrow(Stuck);
});
