import { settleReward } from '../../../bin/operations/settle-reward';
import type { Table } from '../../../functions/connectors/table';
import type { RewardFacts, RewardState } from '../../../functions/delivery/rewards/record';
import { nextStep } from '../../../functions/delivery/rewards/record';
import { RewardStore } from '../../../functions/delivery/rewards/store';
import { TestTable } from '../../functions/delivery/support/table';

const NOW = Date.parse('2026-04-01T10:00:00Z');
const REFERENCE = 'ee-0123456789abcdef0123456789abcdef';
const KEY = 'f'.repeat(64);
const facts = (state: RewardState, more: Partial<RewardFacts> = {}): RewardFacts => ({
  state,
  leaseUntilMs: 0,
  connector: 'rewards',
  reference: REFERENCE,
  identityValue: 'CUST-1',
  action: 'LATE',
  source: null,
  receivedAt: '2026-04-01T09:00:00.000Z',
  requestId: 'r-1',
  sentAt: '2026-04-01T09:00:01.000Z',
  issuedAt: null,
  attempts: 1,
  countedHour: '2026-04-01T09',
  countedDay: '2026-04-01',
  unknownSinceMs: NOW - 3_600_000,
  walletId: null,
  walletTransactionId: null,
  reason: null,
  detail: 'ECONNRESET',
  ...more,
});

let tables: TestTable;
let table: Table;
let store: RewardStore;
let count = 0;
beforeAll(async () => {
  tables = await TestTable.start();
});
afterAll(() => tables.stop());
beforeEach(async () => {
  const name = `rewards-${++count}`;
  await tables.create(name);
  table = tables.table(name, () => NOW);
  store = new RewardStore(table, () => NOW);
});

async function recorded(state: RewardState, more: Partial<RewardFacts> = {}): Promise<void> {
  await store.writeReference(REFERENCE, KEY);
  await store.write(KEY, null, facts(state, more));
}
const settle = (found: 'issued' | 'not-issued') => settleReward(table, REFERENCE, found, () => NOW);
const step = async () => nextStep(await store.read(KEY), 'park', NOW).kind;

test.each(['unknown', 'partly', 'sent'] as const)(
  'one that is %s and was issued: a redrive ends without a call',
  async (state) => {
    await recorded(state);
    expect(await settle('issued')).toMatchObject({ state, connector: 'rewards' });
    expect(await store.read(KEY)).toMatchObject({ state: 'issued', revision: 2 });
    expect(await step()).toBe('issued');
  },
);

test.each(['unknown', 'partly', 'sent'] as const)(
  'one that is %s and was not issued: a redrive calls, and only then',
  async (state) => {
    await recorded(state);
    expect(await step()).toBe('park');
    await settle('not-issued');
    expect(await store.read(KEY)).toMatchObject({ state: 'waiting', unknownSinceMs: null, revision: 2 });
    expect(await step()).toBe('call');
  },
);

test.each([
  ['issued', 'is issued already'],
  ['waiting', 'a redrive sends it'],
  ['refused', 'a redrive sends it'],
  ['parked', 'a redrive sends it'],
] as const)('one that is %s is not released: nothing is unknown of it', async (state, why) => {
  await recorded(state);
  await expect(settle('not-issued')).rejects.toThrow(why);
  expect(await store.read(KEY)).toMatchObject({ state, revision: 1 });
});

test('one that was given to the consumer by hand may be settled whatever its state', async () => {
  await recorded('refused');
  await settle('issued');
  expect(await step()).toBe('issued');
});

test('one whose call is under way is left alone', async () => {
  await recorded('sent', { leaseUntilMs: NOW + 1000 });
  await expect(settle('not-issued')).rejects.toThrow('being sent just now');
  await expect(settle('issued')).rejects.toThrow('being sent just now');
});

test('a reference that nobody knows is said so', async () => {
  await expect(settle('issued')).rejects.toThrow(`there is no reward ${REFERENCE}`);
});
