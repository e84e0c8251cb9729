import { ResourceNotFoundException, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { checkSecret, sharedKeys, wantedSecrets } from '../../../../bin/operations/checks/secrets';
import { checkConfig } from '../../../../functions/connectors/config-schema';

const NOW = Date.parse('2026-06-01T12:00:00Z');
const KEY = 'k'.repeat(32);
const settings = { identityType: 'CUSTOMER_ID', currency: 'GBP', restUrl: 'https://rest.fra-02.braze.eu' };
const config = checkConfig({
  air: { walletUrl: 'https://air.example/2.0' },
  feeds: [{ id: 'programme' }],
  connectors: [
    { id: 'rewards', platform: 'braze', direction: 'inbound' },
    { id: 'news', platform: 'braze', direction: 'outbound', feed: 'programme', settings },
    { id: 'alone', platform: 'braze', direction: 'outbound', settings },
  ],
});
const IDS = {
  air: 'arn:air',
  'feed/programme': 'arn:feed',
  rewards: 'arn:rewards',
  news: 'arn:news',
  alone: 'arn:alone',
};

type Client = Pick<SecretsManagerClient, 'send'>;
const client = (values: Record<string, unknown>, created = new Date(NOW)): Client =>
  ({
    send: async ({ input }: { input: { SecretId: string } }) => {
      const value = values[input.SecretId];
      if (value instanceof Error) throw value;
      if (value === undefined) throw new ResourceNotFoundException({ message: 'none', $metadata: {} });
      return { SecretString: JSON.stringify(value), CreatedDate: created };
    },
  }) as unknown as Client;

const wanted = wantedSecrets(config, IDS, (id) => `Put ${id}`);
const check = (owner: string, values: Record<string, unknown>, created?: Date, oldDays = 90) =>
  checkSecret(client(values, created), wanted.find((each) => each.owner === owner)!, {
    oldDays,
    nowMs: NOW,
  });
const lines = async (...args: Parameters<typeof check>) =>
  (await check(...args)).findings.map(({ status, found, todo }) => [status, found, todo].join(' | '));

test('AIR, each feed and each connector have one', () => {
  expect(wanted.map(({ owner, id, page }) => [owner, id, page])).toEqual([
    ['air', 'arn:air', 'docs/air-setup.md'],
    ['feed/programme', 'arn:feed', 'docs/air-setup.md'],
    ['rewards', 'arn:rewards', 'docs/platforms/braze.md'],
    ['news', 'arn:news', 'docs/platforms/braze.md'],
    ['alone', 'arn:alone', 'docs/platforms/braze.md'],
  ]);
  expect(wantedSecrets(config, { air: 'arn:air' }, String).map(({ owner }) => owner)).toEqual(['air']);
});

test('one without a value, as the stack makes them, fails with how to put it', async () => {
  expect(await lines('rewards', {})).toEqual([
    'FAILED | has no value | Put arn:rewards (docs/platforms/braze.md says what stands in it)',
  ]);
});

test('one that may not be read fails with what AWS said, in a word', async () => {
  const denied = Object.assign(new Error('User arn:aws:iam::1:user/x is not authorized'), {
    name: 'AccessDeniedException',
  });
  const [line] = await lines('air', { 'arn:air': denied });
  expect(line).toMatch(/^FAILED \| cannot be read \(AccessDeniedException\)/);
});

test("a connector's own address may stay without a key where its feed is served, and only there", async () => {
  expect(await lines('news', { 'arn:news': { restKey: 'r' } })).toEqual(['ok | is filled in | ']);
  expect(await lines('alone', { 'arn:alone': { restKey: 'r' } })).toEqual([
    expect.stringContaining('FAILED | externalKeys: is missing'),
  ]);
});

test('a field that nothing reads is a warning; one that may be a pasted key is not shown', async () => {
  const value = { externalKeys: [KEY], restKey: 'r', resttKey: 'x', '0a9f8e7d6c5b4a3f2e1d': 'x' };
  const found = (await lines('news', { 'arn:news': value })).join('\n');
  expect(found).toContain('warn | nothing reads');
  expect(found).toContain('resttKey');
  expect(found).not.toContain('0a9f8e7d6c5b4a3f2e1d');
});

test('one that nobody has changed for as long as the setting allows is a warning', async () => {
  const value = { clientId: 'c', clientSecret: 's' };
  const days = (count: number) => new Date(NOW - count * 86_400_000);
  expect(await lines('air', { 'arn:air': value }, days(89))).toHaveLength(1);
  expect((await lines('air', { 'arn:air': value }, days(90)))[1]).toMatch(/^warn \| not changed for 90 days/);
  expect(await lines('air', { 'arn:air': value }, days(4000), 0)).toHaveLength(1);
});

test('a key that opens two addresses is a warning that names both', async () => {
  const values = {
    'arn:feed': { externalKeys: [KEY] },
    'arn:rewards': { externalKeys: ['m'.repeat(32), KEY] },
  };
  const both = [await check('feed/programme', values), await check('rewards', values)];
  expect(sharedKeys(both)).toEqual([
    expect.objectContaining({
      status: 'warn',
      what: 'secret rewards',
      found: 'has the same External Key as feed/programme',
    }),
  ]);
  expect(sharedKeys(both.slice(1))).toEqual([]);
});
