import { insist } from '../../../functions/delivery/insist';
import { RECORD_PAUSES } from '../../../functions/delivery/limits';

function writing(failures: number) {
  const pauses: number[] = [];
  let tries = 0;
  const write = async () => {
    tries += 1;
    return tries > failures;
  };
  return {
    pauses,
    tries: () => tries,
    run: (remainingMs: () => number) => insist(write, remainingMs, async (ms) => pauses.push(ms)),
  };
}

test('what holds at once is written once', async () => {
  const { run, tries, pauses } = writing(0);
  expect(await run(() => 60_000)).toBe(true);
  expect([tries(), pauses]).toEqual([1, []]);
});

test('what fails is tried again, after longer and longer pauses', async () => {
  const { run, tries, pauses } = writing(3);
  expect(await run(() => 60_000)).toBe(true);
  expect(tries()).toBe(4);
  expect(pauses).toEqual(RECORD_PAUSES.slice(0, 3));
});

test('what never holds ends after some seconds', async () => {
  const { run, tries, pauses } = writing(Number.POSITIVE_INFINITY);
  expect(await run(() => 60_000)).toBe(false);
  expect(tries()).toBe(RECORD_PAUSES.length + 1);
  expect(pauses.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(15_000);
});

test('it ends in time for the function to settle its messages', async () => {
  const { run, tries } = writing(Number.POSITIVE_INFINITY);
  let remaining = 6000;
  const spend = () => {
    remaining -= 500;
    return remaining;
  };
  expect(await run(spend)).toBe(false);
  expect(tries()).toBeLessThan(4);
});
