import { Tries } from '../../../functions/connectors/tries';

beforeEach(() => jest.useFakeTimers());
afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

const soon = () => performance.now() + 60_000;

/** A call that ends only when its signal is aborted, with the signal's reason. */
const never = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

/** Moves the clock to the last ms before a call is to end, and then over it. @returns what it ended with. */
async function endOf(call: Promise<unknown>, ms: number): Promise<unknown> {
  const told = jest.fn();
  void call.catch(told);
  await jest.advanceTimersByTimeAsync(ms - 1);
  expect(told).not.toHaveBeenCalled();
  await jest.advanceTimersByTimeAsync(1);
  return told.mock.calls[0]?.[0];
}

test('a call that ends in time gives its result, and its signal is left alone', async () => {
  let seen: AbortSignal | undefined;
  const result = await new Tries(soon()).within(20, async (signal) => {
    seen = signal;
    return 'taken';
  });
  expect(result).toBe('taken');
  await jest.advanceTimersByTimeAsync(60_000);
  expect(seen?.aborted).toBe(false);
});

test('a call is given up after its own time', async () => {
  const tries = new Tries(soon());
  expect(await endOf(tries.within(10, never), 10)).toMatchObject({ name: 'TimeoutError' });
  expect(tries.over).toBe(false);
});

test('a call is given up at the end of its request, and none begins after that', async () => {
  const tries = new Tries(performance.now() + 20);
  expect(await endOf(tries.within(60_000, never), 20)).toMatchObject({ name: 'TimeoutError' });
  const begun = jest.fn();
  await expect(tries.within(60_000, begun)).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(begun).not.toHaveBeenCalled();
});

test('a timer that rings early by the clock still ends the request', async () => {
  // As if the timer rang at the very time that it was set.
  jest.spyOn(performance, 'now').mockReturnValue(1000);
  const tries = new Tries(1020);
  expect(await endOf(tries.within(60_000, never), 20)).toMatchObject({ name: 'TimeoutError' });
  expect(tries.over).toBe(true);
});

test('the end of a request ends every call that is under way', async () => {
  const tries = new Tries(soon());
  const calls = [tries.within(60_000, never), tries.within(60_000, never)];
  tries.end();
  const results = await Promise.allSettled(calls);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(tries.over).toBe(true);
});
