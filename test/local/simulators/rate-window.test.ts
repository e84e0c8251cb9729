import { RateWindow } from '../../../local/simulators/rate-window';

test('so many calls in a window, then so long to wait, then as many again', () => {
  let now = 10_000;
  const window = new RateWindow({ calls: 2, ms: 1_000 }, () => now);
  expect([window.exceeded(), window.exceeded(), window.exceeded()]).toEqual([null, null, 1_000]);
  now += 400;
  expect(window.exceeded()).toBe(600);
  now += 600;
  expect([window.exceeded(), window.exceeded(), window.exceeded()]).toEqual([null, null, 1_000]);
});

test('a call may count as several, and what is left and when it ends can be told', () => {
  const window = new RateWindow({ calls: 5, ms: 1_000 }, () => 10_000);
  expect([window.exceeded(3), window.left, window.end]).toEqual([null, 2, 11_000]);
  expect([window.exceeded(3), window.left]).toEqual([1_000, 0]);
});
