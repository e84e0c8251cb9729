import { type Figure, verdictOf } from '../figure';

const number = (value: number): string =>
  Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);

const MARKS = { met: 'ok', missed: 'missed', failed: 'FAILED' } as const;

function row(figure: Figure): string[] {
  const { name, value, unit, limit, ratio, target } = figure;
  const verdict = verdictOf(figure);
  return [
    name,
    `${number(value)} ${unit}`.trim(),
    limit ? `${number(limit.value)} ${unit}` : '',
    ratio === undefined ? '' : `${ratio.toFixed(2)} x`,
    target === undefined ? '' : `at most ${target} ${ratio === undefined ? unit : 'x'}`.trim(),
    verdict ? MARKS[verdict] : '',
    limit ? `against ${limit.name}` : '',
  ];
}

/** The figures of one part as a table for people. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map(row);
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  return rows
    .map((cells) =>
      cells
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          return column >= 1 && column <= 3 ? cell.padStart(width) : cell.padEnd(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
