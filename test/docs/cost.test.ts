/** docs/deploying.md adds up, and its monthly costs are those of the template. */
import { readFileSync } from 'node:fs';
import { Synthesized } from '../lib/stack';

const [, page = ''] = readFileSync('docs/deploying.md', 'utf8').split('\n## What it costs\n');

interface Table {
  /** By what it is for. */
  readonly rows: ReadonlyMap<
    string,
    { readonly count: number; readonly price: number; readonly usd: number }
  >;
  readonly total: number;
}

function tableEndingWith(last: string): Table {
  const lines = page.split('\n').filter((line) => line.startsWith('| '));
  const end = lines.findIndex((line) => line.includes(`**${last}**`));
  const start = lines.slice(0, end).findLastIndex((line) => line.startsWith('| what '));
  const number = (cell = '') => Number(/[\d.]+/.exec(cell)?.[0]);
  const rows = lines.slice(start + 1, end).map((line) => {
    const [what = '', count, price, usd] = line.split('|').slice(1, -1);
    return [what.trim(), { count: number(count), price: number(price), usd: number(usd) }] as const;
  });
  return { rows: new Map(rows), total: number(lines[end]?.split('|').at(-2)) };
}

const sum = ({ rows }: Table) => [...rows.values()].reduce((all, { usd }) => all + usd, 0);

test.each(['per million events', 'per month'])('the rows make what %s costs', (last) => {
  const table = tableEndingWith(last);
  expect(table.rows.size).toBeGreaterThan(5);
  expect(Math.abs(sum(table) - table.total)).toBeLessThanOrEqual(0.5);
});

test('a month is counted from the template of the example', () => {
  const stack = new Synthesized();
  const { rows } = tableEndingWith('per month');
  const alarms = stack.all('AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
  const metrics = alarms.reduce(
    (all, { Metrics }) =>
      all + (Metrics?.filter(({ MetricStat }: { MetricStat?: unknown }) => MetricStat).length ?? 1),
    0,
  );
  const rules = stack.one('AWS::WAFv2::WebACL').Properties.Rules.length;
  expect(rows.get('AWS WAF')?.usd).toBe(5 + rules);
  const of = (start: string) => [...rows].find(([what]) => what.startsWith(start))?.[1];
  for (const [start, count] of [
    ['alarms', metrics],
    ['secrets', stack.all('AWS::SecretsManager::Secret').length],
    ['the dashboard', stack.all('AWS::CloudWatch::Dashboard').length],
    ['the alarms', stack.all('AWS::KMS::Key').length],
  ] as const) {
    expect([start, of(start)?.count]).toEqual([start, count]);
    expect(of(start)?.usd).toBeCloseTo(count * (of(start)?.price ?? 0));
  }
});
