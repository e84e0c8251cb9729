import { feedAddress } from '../../../functions/connectors/feed-address';
import { localKey } from '../../../local/local-key';
import { enter } from '../../end-to-end/bundle';
import { until } from '../../local/until';
import { LocalRun } from './local-run';

jest.setTimeout(60_000);

const run = new LocalRun();
beforeAll(() => run.start());
afterAll(() => run.stop());

const check = (...args: string[]) => run.command('check', ...args);

test('a local run that is as it should be: every line is ok, exit code 0', async () => {
  const { code, out, err } = await check('--local');
  expect(err).toBe('');
  expect(out.trim().split('\n').slice(0, -2)).toEqual(Array(13).fill(expect.stringMatching(/^ok {6}/)));
  expect(out).toContain('13 ok, 0 warn, 0 FAILED');
  expect(code).toBe(0);
});

test('missing, malformed and wrong secrets, and a dead letter: each is a line, exit code 1, and no value is shown', async () => {
  const { local } = run;
  expect((await enter(local, { identityValue: 'CUST-NOBODY' })).status).toBe(202);
  await until(async () => (await local.deadLetters('braze-rewards')).length === 1);
  const secrets = {
    air: { clientId: 'local-run', clientSecret: 'the-wrong-client-secret' },
    [feedAddress('programme')]: null,
    'braze-rewards': { externalKeys: ['a-key-that-is-too-short'] },
    'braze-news': { externalKeys: [localKey('braze-news')], restKey: 'the-wrong-rest-key' },
  };
  for (const [id, value] of Object.entries(secrets)) local.secrets.set(id, value);
  const { code, out } = await check('--local');
  const failed = out.split('\n').filter((line) => line.startsWith('FAILED'));
  expect(failed).toEqual([
    expect.stringMatching(/secret feed\/programme +has no value\. Start it with --secrets FILE/),
    expect.stringMatching(/secret braze-rewards +externalKeys\.0: expected at least 32 characters/),
    expect.stringMatching(/AIR accepts clientId and clientSecret +refused \(401\)/),
    expect.stringMatching(/braze-news: restKey +refused \(401\)/),
  ]);
  expect(out).toMatch(/^warn +dead letters of braze-rewards +1, the oldest for \d+ s: consumer-not-found 1/m);
  expect(code).toBe(1);
  for (const value of ['the-wrong', 'a-key-that', localKey('braze-news'), 'CUST-NOBODY'])
    expect(out).not.toContain(value);
});

test.each([
  [['--local', '--stack', 'x'], 'expected either --local or --stack'],
  [['--local', '--config', 'x.json'], '--config: the local run has its own'],
  [['--alarm'], '--alarm: needs --stack NAME'],
])('%p is answered in a line, with exit code 2', async (args, message) => {
  const { code, out, err } = await check(...args);
  expect([code, out, err.trim().split('\n').length]).toEqual([2, '', 1]);
  expect(err).toContain(message);
});
