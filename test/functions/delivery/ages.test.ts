import { leftMs, noteFailure } from '../../../functions/delivery/ages';
import { itemWaitMs } from '../../../functions/delivery/backoff';
import { Clock } from './support/clock';
import { TestTable } from './support/table';

let tables: TestTable;
beforeAll(async () => {
  tables = await TestTable.start();
  await tables.create('ages');
});
afterAll(() => tables.stop());

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test('first and last time and attempts are kept per message and connector', async () => {
  const clock = new Clock();
  const table = tables.table('ages', clock.now);
  const note = (connector: string, id: string) =>
    noteFailure(table, connector, id, { waitingFor: 'connector', reason: 'expired' }, clock.now());
  const begun = clock.now();
  await note('a', '1');
  clock.move(HOUR);
  expect(await note('a', '1')).toEqual({ firstAt: begun, lastAt: begun + HOUR, attempts: 2, since: begun });
  expect(await note('a', '2')).toMatchObject({ attempts: 1, since: begun + HOUR });
  expect(await note('b', '1')).toMatchObject({ attempts: 1 });
});

test('each trouble has a clock of its own; that of the connector stops the others', async () => {
  const clock = new Clock();
  const table = tables.table('ages', clock.now);
  const note = (waitingFor: 'connector' | 'item' | 'identity') =>
    noteFailure(table, 'c', '1', { waitingFor, reason: 'expired' }, clock.now());
  const begun = clock.now();
  await note('item');
  clock.move(MINUTE);
  expect(await note('identity')).toMatchObject({ since: begun + MINUTE, firstAt: begun });
  clock.move(MINUTE);
  expect(await note('item')).toMatchObject({ since: begun });
  await note('connector');
  clock.move(HOUR);
  expect(await note('item')).toMatchObject({ since: begun + 2 * MINUTE + HOUR, firstAt: begun, attempts: 5 });
});

test.each([
  ['connector', 72 * HOUR],
  ['item', 15 * MINUTE],
  ['identity', 10 * MINUTE],
] as const)('%s: %i ms', (waitingFor, most) => {
  const left = (age: number, asked: number | null = null) => leftMs(waitingFor, { since: 0 }, 0, asked, age);
  expect(left(0)).toBe(most);
  expect(left(most - 1)).toBe(1);
  expect(left(most)).toBe(0);
});

test('an item may wait for what was asked, while the hour is not over', () => {
  const left = (age: number, asked: number) => leftMs('item', { since: 0 }, 0, asked, age);
  expect(left(20 * MINUTE, 30 * MINUTE)).toBe(30 * MINUTE);
  expect(left(31 * MINUTE, 30 * MINUTE)).toBeLessThanOrEqual(0);
});

test('an item that is asked for a second again and again is tried for its 15 minutes, in few receives', () => {
  let at = 0;
  let receives = 0;
  for (let left = 1; left > 0; receives++) {
    left = leftMs('item', { since: 0 }, 0, 1000, at);
    at += itemWaitMs(receives + 1, 1000, left, () => 0.5);
  }
  expect(at).toBeLessThan(18 * MINUTE);
  expect(receives).toBeLessThan(100);
});

test('nothing is tried past 10 days on the queue', () => {
  const tenDays = 10 * 24 * HOUR;
  expect(leftMs('connector', { since: tenDays - 1 }, 0, null, tenDays)).toBe(0);
});
