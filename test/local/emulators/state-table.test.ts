import { connect } from 'node:net';
import { Table } from '../../../functions/connectors/table';
import { TABLE_NAME, TableEmulator } from '../../../local/emulators/state-table';

jest.setTimeout(30_000);

let state: TableEmulator;
let table: Table;

beforeAll(async () => {
  state = await TableEmulator.start();
  table = new Table(state.client, TABLE_NAME);
});
afterAll(() => state.stop());

test('rows are written under a condition and read back', async () => {
  const key = { pk: 'D#a', sk: 'DELIVERED' };
  const once = { expression: 'attribute_not_exists(pk)' };
  expect(await table.put({ ...key, by: 'first' }, once)).toBe(true);
  expect(await table.put({ ...key, by: 'second' }, once)).toBe(false);
  expect((await table.get([key]))(key)).toMatchObject({ by: 'first' });
});

test('due subscriptions are found through the index', async () => {
  await table.put({ pk: 'W#1', sk: 'SUBSCRIPTION#c#1', dueShard: '0', dueAt: '2026-03-01T00:00:00Z' });
  await table.put({ pk: 'W#1', sk: 'SUBSCRIPTION#c#2', dueShard: '0', dueAt: '2026-05-01T00:00:00Z' });
  const due = await table.due('0', '2026-04-01T00:00:00Z');
  expect(due.map((row) => row.sk)).toEqual(['SUBSCRIPTION#c#1']);
});

test('a caller that dies in mid-call does not bring it down', async () => {
  const { hostname, port } = new URL(state.url);
  await new Promise<void>((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"TableName"', () => {
        socket.resetAndDestroy();
        resolve();
      });
    });
  });
  expect(await table.put({ pk: 'D#b', sk: 'DELIVERED' })).toBe(true);
});

test('it can be down, and up again', async () => {
  state.mode = 'down';
  await expect(table.get([{ pk: 'D#a', sk: 'DELIVERED' }])).rejects.toMatchObject({
    $metadata: { httpStatusCode: 500 },
  });
  state.mode = 'up';
  expect(await table.get([{ pk: 'D#a', sk: 'DELIVERED' }])).toBeDefined();
});
