import { DeleteMessageCommand } from '@aws-sdk/client-sqs';
import { type Forgotten, forget, type Places } from '../../../bin/operations/forget';
import { rewardRows } from '../../../bin/operations/reward-rows';
import { learn } from '../../../functions/connectors/directory';
import { leftKey, rewardKey, sha256 } from '../../../functions/connectors/keys';
import { encodeMessage } from '../../../functions/connectors/message-encoding';
import type { Table } from '../../../functions/connectors/table';
import { reward } from '../../functions/delivery/support/inbound';
import { TestTable } from '../../functions/delivery/support/table';
import { FakeQueues } from './fake-queue';

const WALLET = '9001';
const QUEUE = 'http://sqs/d.fifo';
const rewardOf = (identityValue: string) => encodeMessage(reward({ identityValue }));

let tables: TestTable;
let table: Table;
let name: string;
let sqs: FakeQueues;
let count = 0;
beforeAll(async () => {
  tables = await TestTable.start();
});
afterAll(() => tables.stop());
beforeEach(async () => {
  name = `forget-${++count}`;
  await tables.create(name);
  table = tables.table(name);
  sqs = new FakeQueues();
});

const places = (): Places => ({
  table,
  rewards: () => rewardRows(tables.client, name),
  sqs: sqs.client,
  deadLetterQueueUrls: [QUEUE],
});
const NOTHING: Forgotten = {
  rows: 0,
  rewards: 0,
  messages: 0,
  others: 0,
  unreadable: 0,
  unseen: 0,
  identities: 0,
};

/** A consumer whom the directory knows by `c-1`, with an account, a reward and a dead letter. */
async function known(): Promise<void> {
  const lesson = { walletId: WALLET, identities: { CARD: 'c-1' }, accountIds: ['77'], left: false };
  await learn(table, [{ ...lesson, asOf: '2026-01-01T00:00:00.000Z' }], new Set(['CARD']));
  await rewarded('c-1');
}
async function rewarded(identityValue: string): Promise<void> {
  await table.put({ ...rewardKey(sha256(identityValue)), identityValue, walletId: null, source: 's' });
  sqs.put(QUEUE, rewardOf(identityValue), identityValue);
}
const kept = async () => JSON.stringify([await tables.rows(name), sqs.bodies(QUEUE)]);

test('it deletes rows, who rewards were for, and messages, and a second run finds nothing', async () => {
  await known();
  expect(await forget(WALLET, places(), { really: true })).toEqual({
    ...NOTHING,
    rows: 3,
    rewards: 1,
    messages: 1,
    identities: 1,
  });
  expect(await kept()).not.toContain('c-1');
  expect(await forget(WALLET, places(), { really: true })).toEqual(NOTHING);
});

test('unless it is really meant it deletes nothing and marks nobody as left', async () => {
  await known();
  const before = await kept();
  const counted = await forget(WALLET, places(), { really: false });
  expect(counted).toMatchObject({ rows: 3, rewards: 1, messages: 1 });
  expect(await kept()).toBe(before);
  expect((await table.get([leftKey(WALLET)]))(leftKey(WALLET))).toBeNull();
});

test('after an error in the middle a second run finds the rest', async () => {
  await known();
  sqs.before = (command) => {
    if (command instanceof DeleteMessageCommand) throw new Error('no network');
  };
  await expect(forget(WALLET, places(), { really: true })).rejects.toThrow('no network');
  sqs.before = () => {};
  expect(await forget(WALLET, places(), { really: true })).toMatchObject({ rewards: 1, messages: 1 });
  expect(await kept()).not.toContain('c-1');
});

test('a failure while rows go leaves the identities for the second run', async () => {
  await known();
  const deletion = jest
    .spyOn(table, 'delete')
    .mockImplementationOnce(() => Promise.reject(new Error('throttled')));
  await expect(forget(WALLET, places(), { really: true })).rejects.toThrow('throttled');
  deletion.mockRestore();
  expect(await forget(WALLET, places(), { really: true })).toMatchObject({ rows: 3, identities: 1 });
  expect((await tables.rows(name)).map(({ sk }) => sk).sort()).toEqual(['LEFT', 'REWARD']);
});

test('of a wallet that the directory does not know, the given identities are looked for', async () => {
  await rewarded('c-2');
  await rewarded('somebody-else');
  expect(await forget(WALLET, places(), { really: true })).toEqual(NOTHING);
  expect(await forget(WALLET, places(), { identityValues: ['c-2'], really: true })).toMatchObject({
    rewards: 1,
    messages: 1,
    identities: 1,
  });
  expect(await kept()).not.toContain('c-2');
  expect(await kept()).toContain('somebody-else');
});

test('identities of the wallet that only an issued reward knows are looked for, and after an error again', async () => {
  await rewarded('c-3');
  await table.put({ ...rewardKey(sha256('issued')), identityValue: 'c-3', walletId: WALLET, source: 's' });
  const failing = jest
    .spyOn(table, 'update')
    .mockImplementationOnce(() => Promise.reject(new Error('throttled')));
  await expect(forget(WALLET, places(), { really: true })).rejects.toThrow('throttled');
  failing.mockRestore();
  expect(await forget(WALLET, places(), { really: true })).toMatchObject({ rewards: 2, identities: 1 });
  expect(await kept()).not.toContain('c-3');
});

test('what cannot be read, and what another command is reading, is counted', async () => {
  sqs.put(QUEUE, 'nonsense', 'g1');
  sqs.put(QUEUE, rewardOf('c-1'), 'g2');
  sqs.queues.get(QUEUE)![1]!.inFlight = true;
  expect(await forget(WALLET, places(), { identityValues: ['c-1'], really: true })).toMatchObject({
    messages: 0,
    unreadable: 1,
    unseen: 1,
  });
});
