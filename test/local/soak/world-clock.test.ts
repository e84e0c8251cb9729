import { WorldClock } from '../../../local/soak/world-clock';

test('everything that looks at a clock is moved on together, the queues last', async () => {
  const moved: [string, number][] = [];
  const clock = new WorldClock(
    {
      moveClock: (ms) => moved.push(['functions', ms]),
      queues: { moveClock: async (ms: number) => moved.push(['queues', ms]) } as never,
    },
    (ms) => moved.push(['own', ms]),
  );
  await clock.advance(1000.2);
  await clock.advance(-5);
  await clock.advance(500);
  expect(clock.ahead).toBe(1501);
  expect(moved.slice(0, 3)).toEqual([
    ['own', 1001],
    ['functions', 1001],
    ['queues', 1001],
  ]);
  expect(moved.at(-1)).toEqual(['queues', 1501]);
});
