import { run } from '../../../bin/commands/forget';
import { openTarget } from '../../../bin/operations/open-target';
import { learn } from '../../../functions/connectors/directory';
import { FakeTarget, said } from './fake-target';

jest.mock('../../../bin/operations/open-target');

let fake: FakeTarget;
beforeAll(async () => {
  fake = await FakeTarget.start();
  jest.mocked(openTarget).mockImplementation(async () => fake.target());
});
afterAll(() => fake.stop());

const forget = async (...args: string[]) => (await said(() => run(args))).out;

test('without --yes it only says what it would delete', async () => {
  const lesson = { walletId: '9001', identities: { CUSTOMER_ID: 'c-1' }, accountIds: [], left: false };
  await learn(
    fake.tables.table('state'),
    [{ ...lesson, asOf: '2026-01-01T00:00:00.000Z' }],
    new Set(['CUSTOMER_ID']),
  );
  const out = await forget('--wallet', '9001', '--local');
  expect(out).toContain('rows that would be deleted: 1');
  expect(out).toContain('nothing is deleted yet, --yes does it for good in the test');
  expect(out).not.toContain('No identity');
  expect(await fake.tables.rows('state')).toHaveLength(1);
  expect(await forget('--wallet', '9001', '--local', '--yes')).toContain('rows deleted: 1');
});

test('it warns when it knows no identity to look for, and takes those that are given', async () => {
  expect(await forget('--wallet', '9002', '--local')).toContain(
    'No identity of this wallet is known: rewards and dead letters are found by identity only; give --identity',
  );
  expect(await forget('--wallet', '9002', '--identity', 'a', '--identity', 'b', '--local')).not.toContain(
    'No identity',
  );
});

test('an empty identity is refused: it would be that of every reward whose consumer was forgotten', async () => {
  await expect(forget('--wallet', '9002', '--identity', '', '--local')).rejects.toThrow(
    '--identity: expected',
  );
});
