import type { BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { Table } from '../../../functions/connectors/table';
import { TestTable } from '../delivery/support/table';

let tables: TestTable;
let now = 1_000_000;
beforeAll(async () => {
  tables = await TestTable.start();
  await tables.create('rows');
});
afterEach(() => tables.clear('rows'));
afterAll(() => tables.stop());
const table = () => tables.table('rows', () => now * 1000);
const key = (sk: string) => ({ pk: 'p', sk });

test('a row past its time counts as absent, though DynamoDB deletes it late', async () => {
  await table().put({ ...key('a'), expiresAt: now + 10 });
  expect((await table().get([key('a')]))(key('a'))).toMatchObject({ sk: 'a' });
  now += 10;
  expect((await table().get([key('a')]))(key('a'))).toBeNull();
  expect(await table().query('p', '')).toEqual([]);
});

test('more than a batch of keys is read, each once', async () => {
  const keys = Array.from({ length: 130 }, (_, index) => key(`k${index}`));
  await table().putAll(keys.map((one, index) => ({ ...one, index })));
  const row = await table().get([...keys, ...keys]);
  expect(keys.map((one) => row(one)?.index)).toEqual(keys.map((_, index) => index));
  expect(row(key('none'))).toBeNull();
});

test('what DynamoDB left unprocessed is asked again', async () => {
  const asked: number[] = [];
  const client = {
    send: async (command: BatchGetItemCommand) => {
      const keys = command.input.RequestItems?.rows?.Keys ?? [];
      asked.push(keys.length);
      const [first, ...rest] = keys;
      return {
        Responses: { rows: [first] },
        UnprocessedKeys: rest.length > 0 ? { rows: { Keys: rest } } : {},
      };
    },
  } as unknown as DynamoDBClient;
  const row = await new Table(client, 'rows').get([key('a'), key('b'), key('c')]);
  expect(asked).toEqual([3, 2, 1]);
  expect(row(key('c'))).toMatchObject({ sk: 'c' });
  expect(marshall(key('c'))).toBeDefined();
});

test('a table that processes nothing is given up, after pauses, as one that cannot be used', async () => {
  let calls = 0;
  const client = {
    send: async (command: BatchGetItemCommand) => {
      calls += 1;
      return { Responses: {}, UnprocessedKeys: command.input.RequestItems };
    },
  } as unknown as DynamoDBClient;
  await expect(new Table(client, 'rows').get([key('a')])).rejects.toMatchObject({ name: 'Unprocessed' });
  expect(calls).toBe(6);
});

test('a condition that does not hold changes nothing and says so', async () => {
  const absent = { expression: 'attribute_not_exists(pk)' };
  expect(await table().put({ ...key('a'), value: 1 }, absent)).toBe(true);
  expect(await table().put({ ...key('a'), value: 2 }, absent)).toBe(false);
  expect((await table().get([key('a')]))(key('a'))?.value).toBe(1);
});

test('an update gives the row as it is then, or null when its condition does not hold', async () => {
  const add = { expression: 'ADD #n :one', names: { '#n': 'n' }, values: { ':one': 1, ':most': 2 } };
  const counted = () =>
    table().update(key('c'), { ...add, condition: 'attribute_not_exists(#n) OR #n < :most' });
  expect((await counted())?.n).toBe(1);
  expect((await counted())?.n).toBe(2);
  expect(await counted()).toBeNull();
});

test('a partition is read by the beginning of its sort keys, or whole', async () => {
  await table().putAll([key('ORDER#1'), key('ORDER#2'), key('LEFT')]);
  expect((await table().query('p', 'ORDER#')).map(({ sk }) => sk)).toEqual(['ORDER#1', 'ORDER#2']);
  expect(await table().query('p', '')).toHaveLength(3);
  await table().delete(key('LEFT'));
  expect(await table().query('p', '')).toHaveLength(2);
});

test('what is due comes from its shard, the oldest first', async () => {
  const row = (sk: string, dueShard: string, dueAt: string) => ({ ...key(sk), dueShard, dueAt });
  await table().putAll([
    row('late', '0', '2026-01-03'),
    row('early', '0', '2026-01-01'),
    row('other', '1', '2026-01-01'),
    row('future', '0', '2026-02-01'),
  ]);
  expect((await table().due('0', '2026-01-31')).map(({ sk }) => sk)).toEqual(['early', 'late']);
});
