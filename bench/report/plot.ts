import type { Figure } from '../figure';

const PANEL = { width: 300, height: 220, left: 56, right: 20, top: 50, bottom: 30 };
const COLUMNS = 3;
const INK = '#1f2933';
const LINE = '#0b6e99';
const GRID = '#d9dee3';

interface Point {
  readonly work: number;
  readonly cost: number;
}

/** Position of a value on a logarithmic axis. */
const scale = (from: number, to: number, start: number, end: number) => (value: number) =>
  start + ((Math.log10(value) - Math.log10(from)) / (Math.log10(to) - Math.log10(from))) * (end - start);

/** Whole powers of ten around some values: the ends of an axis. */
function decades(values: readonly number[]): [from: number, to: number] {
  const from = Math.floor(Math.log10(Math.min(...values)));
  const to = Math.ceil(Math.log10(Math.max(...values)));
  return [10 ** from, 10 ** Math.max(to, from + 1)];
}

function ticks([from, to]: readonly [number, number]): number[] {
  const count = Math.round(Math.log10(to / from));
  return Array.from({ length: count + 1 }, (_, index) => from * 10 ** index);
}

const label = (value: number) =>
  value >= 1 ? value.toLocaleString('en') : String(Number(value.toPrecision(1)));
const text = (x: number, y: number, content: string, more = '') =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${content}</text>`;

function panel(name: string, unit: string, points: readonly Point[], x0: number, y0: number): string {
  const { width, height, left, right, top, bottom } = PANEL;
  const works = decades(points.map(({ work }) => work));
  const costs = decades(points.map(({ cost }) => cost));
  const x = scale(...works, x0 + left, x0 + width - right);
  const y = scale(...costs, y0 + height - bottom, y0 + top);
  const at = ({ work, cost }: Point) => `${x(work).toFixed(1)},${y(cost).toFixed(1)}`;
  const [yTop, yBottom] = [y0 + top, y0 + height - bottom];
  const [xLeft, xRight] = [x0 + left, x0 + width - right];
  return [
    text(x0 + left, y0 + 20, name, 'font-weight="600"'),
    text(x0 + left, y0 + 36, `µs of CPU per ${unit}`, 'fill="#6b7782"'),
    ...ticks(works).flatMap((work) => [
      `<path d="M${x(work).toFixed(1)} ${yTop}V${yBottom}" stroke="${GRID}"/>`,
      text(x(work), yBottom + 15, label(work), 'text-anchor="middle"'),
    ]),
    ...ticks(costs).flatMap((cost) => [
      `<path d="M${xLeft} ${y(cost).toFixed(1)}H${xRight}" stroke="${GRID}"/>`,
      text(xLeft - 6, y(cost) + 4, label(cost), 'text-anchor="end"'),
    ]),
    `<polyline points="${points.map(at).join(' ')}" fill="none" stroke="${LINE}" stroke-width="2"/>`,
    ...points.map((point) => {
      const [cx, cy] = at(point).split(',');
      return `<circle cx="${cx}" cy="${cy}" r="3" fill="${LINE}"/>`;
    }),
  ].join('\n');
}

/**
 * What a unit of work costs, against how much work there is, one panel per series. A line that falls or lies flat: the
 * cost grows no faster than the work. A line that rises: it does.
 */
export function plotOf(figures: readonly Figure[]): string {
  const series = new Map<string, { unit: string; points: Point[] }>();
  for (const { name, point, value } of figures) {
    if (!point) continue;
    const known = series.get(point.series) ?? { unit: name.split(' per ').at(-1) ?? '', points: [] };
    known.points.push({ work: point.work, cost: value });
    series.set(point.series, known);
  }
  const width = PANEL.width * COLUMNS;
  const height = PANEL.height * Math.ceil(series.size / COLUMNS);
  const panels = [...series].map(([name, { unit, points }], index) =>
    panel(name, unit, points, (index % COLUMNS) * PANEL.width, Math.floor(index / COLUMNS) * PANEL.height),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="11" fill="${INK}">`,
    '<title>Cost per unit of work as the work grows</title>',
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...panels,
    '</svg>',
    '',
  ].join('\n');
}
