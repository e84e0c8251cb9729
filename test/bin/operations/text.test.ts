import { summarise } from '../../../bin/operations/dead-letter-summary';
import { type DeadLetter, toDeadLetter } from '../../../bin/operations/dead-letters';
import { ago, durationMs } from '../../../bin/operations/duration';
import { textTable } from '../../../bin/operations/text-table';

const letter = (reason: string, firstAt: string): DeadLetter => ({ ...toDeadLetter({}), reason, firstAt });

test('a summary counts by reason, the most frequent first, with the oldest', () => {
  const at = (hour: number) => `2026-01-01T0${hour}:00:00.000Z`;
  expect(
    summarise([letter('expired', at(3)), letter('reward-limit', at(2)), letter('expired', at(1))]),
  ).toEqual([
    { reason: 'expired', count: 2, oldest: at(1) },
    { reason: 'reward-limit', count: 1, oldest: at(2) },
  ]);
});

test('a table is as wide as its widest cells, numbers to the right', () => {
  expect(
    textTable(
      ['a', 'count'],
      [
        ['longer', 7],
        ['b', 12],
      ],
    ),
  ).toBe(['a       count', '------  -----', 'longer      7', 'b          12'].join('\n'));
});

test.each([
  ['90s', 90_000],
  ['30m', 1_800_000],
  ['2h', 7_200_000],
  ['3d', 259_200_000],
])('%s is %d ms', (text, ms) => {
  expect(durationMs(text, '--older-than')).toBe(ms);
});

test.each(['', '2', 'h', '2 h', '-1h', '1w'])('%p is refused with the option’s name', (text) => {
  expect(() => durationMs(text, '--older-than')).toThrow('--older-than: expected a number and s, m, h or d');
});

test.each([
  [12, '12 s'],
  [300, '5 min'],
  [7200, '2 h'],
  [259_200, '3 d'],
])('%d seconds ago reads %s', (seconds, text) => {
  const now = Date.parse('2026-01-05T00:00:00Z');
  expect(ago(new Date(now - seconds * 1000).toISOString(), now)).toBe(text);
});
