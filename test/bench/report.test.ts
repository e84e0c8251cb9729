import type { Figure } from '../../bench/figure';
import { plotOf } from '../../bench/report/plot';
import { tableOf } from '../../bench/report/table';

const met: Figure = {
  part: 'p',
  name: 'translate',
  value: 33.3,
  unit: 'µs',
  limit: { name: 'JSON.parse', value: 24 },
  ratio: 1.39,
  target: 1.5,
};

test('a line says the value, its limit, their ratio, the target and how it stands', () => {
  expect(tableOf([met])).toBe('translate  33.3 µs  24.0 µs  1.39 x  at most 1.5 x  ok  against JSON.parse');
});

test('a figure without limit and target leaves its columns empty, and columns stay in line', () => {
  const [first, second] = tableOf([met, { part: 'p', name: 'calls', value: 1, unit: '' }]).split('\n');
  expect(second).toBe('calls         1.00');
  expect(first?.indexOf('33.3 µs')).toBe(second!.indexOf('   1.00'));
});

test('one that failed is seen at once', () => {
  expect(tableOf([{ ...met, ratio: 3 }])).toContain('FAILED');
});

describe('the plot', () => {
  const point = (work: number, value: number, series = 'KB of an event'): Figure => ({
    part: 'growth',
    name: `${series}: CPU per KB`,
    value,
    unit: 'µs',
    point: { series, work },
  });
  const points = (svg: string) =>
    [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [Number(x), Number(y)]);

  test('more work is further right, and what costs more is further up', () => {
    const [small, large] = points(plotOf([point(1, 100), point(1000, 10)]));
    expect(large![0]).toBeGreaterThan(small![0]!);
    expect(large![1]).toBeGreaterThan(small![1]!);
  });

  test('each series has a panel of its own, inside the picture', () => {
    const svg = plotOf([point(1, 5), point(10, 3), point(1, 7, 'consumers'), point(100, 2, 'consumers')]);
    const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)!;
    expect(svg.match(/<polyline/g)).toHaveLength(2);
    for (const [x, y] of points(svg)) {
      expect(x).toBeLessThan(Number(width));
      expect(y).toBeLessThan(Number(height));
    }
  });

  test('figures that are no points are left out', () => {
    expect(points(plotOf([met, point(1, 1), point(2, 2)]))).toHaveLength(2);
  });
});
