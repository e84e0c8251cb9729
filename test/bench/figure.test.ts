import { type Figure, verdictOf } from '../../bench/figure';

const figure: Figure = { part: 'p', name: 'n', value: 100, unit: 'µs' };

test.each<[Partial<Figure>, ReturnType<typeof verdictOf>]>([
  [{}, null],
  [{ target: 100 }, 'met'],
  [{ target: 90 }, 'missed'],
  [{ target: 79 }, 'failed'],
  [{ target: 50, reached: 90 }, 'missed'],
  [{ target: 50, reached: 79 }, 'failed'],
  [{ ratio: 1.4, target: 1.5 }, 'met'],
  [{ ratio: 1.6, target: 1.5 }, 'missed'],
  [{ ratio: 2, target: 1.5 }, 'failed'],
])('%j of 100 is %s', (more, verdict) => {
  expect(verdictOf({ ...figure, ...more })).toBe(verdict);
});

test('what could not be measured fails', () => {
  expect(verdictOf({ ...figure, ratio: Number.NaN, target: 1.5 })).toBe('failed');
});
