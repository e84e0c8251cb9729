import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../../bin/commands/identities';
import { openTarget } from '../../../bin/operations/open-target';
import { FakeTarget, said } from './fake-target';

jest.mock('../../../bin/operations/open-target');

let fake: FakeTarget;
let folder: string;
beforeAll(async () => {
  fake = await FakeTarget.start();
  jest.mocked(openTarget).mockImplementation(async () => fake.target());
  folder = mkdtempSync(join(tmpdir(), 'ee-connect-identities-'));
});
afterEach(() => fake.tables.clear('state'));
afterAll(async () => {
  await fake.stop();
  rmSync(folder, { recursive: true });
});

const HEADINGS = 'walletId,type,value\n';
function load(content: string | Buffer, ...args: string[]) {
  const file = join(folder, 'members.csv');
  writeFileSync(file, content);
  return said(() => run(['import', file, '--local', ...args]));
}

test('one wallet is known, and two are', async () => {
  expect(await load(`${HEADINGS}1,CUSTOMER_ID,a\n`)).toEqual({
    code: 0,
    out: expect.stringMatching(/^1 wallet of .* is known to the test \(CUSTOMER_ID\)\n$/),
    err: '',
  });
  expect((await load(`${HEADINGS}1,CUSTOMER_ID,a\n2,CUSTOMER_ID,b\n`)).out).toMatch(
    /^2 wallets of .* are known/,
  );
});

test.each(['FOO', 'customer_id'])('a type that no connector uses is told of: %s', async (type) => {
  expect((await load(`${HEADINGS}1,${type},a\n`)).err).toBe(
    `warning: no connector uses the type ${type}; they use CUSTOMER_ID\n`,
  );
});

test.each([
  ['2999-01-01', '2999-01-01 is in the future'],
  ['31.01.2026', 'expected a date'],
  ['01/02/2026', 'expected a date'],
  ['2026-01-31T12:00', 'expected a date'],
  ['5', 'expected a date'],
])('--as-of %s is refused', async (date, message) => {
  await expect(load(`${HEADINGS}1,CUSTOMER_ID,a\n`, '--as-of', date)).rejects.toThrow(`--as-of: ${message}`);
  expect(await fake.tables.rows('state')).toEqual([]);
});

test('a file of other bytes than UTF-8 is refused', async () => {
  const latin1 = Buffer.from(`${HEADINGS}1,CUSTOMER_ID,J\u00fcrgen\n`, 'latin1');
  await expect(load(latin1)).rejects.toThrow('is not in UTF-8');
});

test('of a file with a quote that never closes nothing is imported', async () => {
  await expect(load(`${HEADINGS}1,CUSTOMER_ID,a\n2,CUSTOMER_ID,"b\n`)).rejects.toThrow('nothing is imported');
  expect(await fake.tables.rows('state')).toEqual([]);
});
