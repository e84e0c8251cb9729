import { airProbe, checkCredentials } from '../../../../bin/operations/checks/credentials';
import { airShape, judgeSecret } from '../../../../bin/operations/checks/secret-value';
import type { CheckedSecret } from '../../../../bin/operations/checks/secrets';
import { checkConfig } from '../../../../functions/connectors/config-schema';
import { PLATFORMS } from '../../../../functions/platforms/registry';
import { type AirSimulator, startAirSimulator } from '../../../../local/simulators/air';
import { type BrazeSimulator, startBrazeSimulator } from '../../../../local/simulators/braze';

let air: AirSimulator;
let braze: BrazeSimulator;
beforeEach(async () => {
  air = await startAirSimulator({ credentials: { clientId: 'client', clientSecret: 'right' } });
  braze = await startBrazeSimulator({ restKey: 'right' });
});
afterEach(() => Promise.all([air.close(), braze.close()]));

const outbound = (platform: string, settings: object) => ({
  id: `${platform}-news`,
  platform,
  direction: 'outbound',
  settings: { ...PLATFORMS[platform]!.outbound!.example, ...settings },
});
const configOf = () =>
  checkConfig({
    air: { walletUrl: air.walletUrl },
    connectors: [outbound('braze', braze.settings), outbound('segment', {})],
  });
const secret = (owner: string, value: unknown, platform?: string): CheckedSecret => {
  const shape = platform
    ? ({ externalKeys: 'optional', credentials: PLATFORMS[platform]!.outbound!.credentials } as const)
    : airShape;
  const judged = judgeSecret(JSON.stringify(value), shape);
  return { owner, id: owner, put: '', page: '', shape, judged, findings: [] };
};
const lines = async (secrets: readonly CheckedSecret[]) =>
  (await checkCredentials(configOf(), secrets)).map(
    ({ status, what, found }) => `${status} ${what}: ${found}`,
  );

test('right ones are accepted, and wrong ones refused', async () => {
  const right = { clientId: 'client', clientSecret: 'right' };
  expect(await lines([secret('air', right), secret('braze-news', { restKey: 'right' }, 'braze')])).toEqual([
    'ok AIR accepts clientId and clientSecret: accepted (404)',
    'ok braze-news: restKey: accepted (400)',
  ]);
  const wrong = { clientId: 'client', clientSecret: 'wrong' };
  expect(await lines([secret('air', wrong), secret('braze-news', { restKey: 'wrong' }, 'braze')])).toEqual([
    'FAILED AIR accepts clientId and clientSecret: refused (401)',
    'FAILED braze-news: restKey: refused (401)',
  ]);
  expect(air.programme.issued).toEqual([]);
  expect(braze.profiles()).toEqual([]);
});

test('a secret that is not usable is not tried', async () => {
  expect(await lines([secret('air', {}), secret('braze-news', {}, 'braze')])).toEqual([]);
});

test('a platform that has no harmless call is said so', async () => {
  expect(await lines([secret('segment-news', { writeKey: 'w' }, 'segment')])).toEqual([
    'warn segment-news: credentials: Segment has no call that would tell without an effect',
  ]);
});

test('an answer that does not tell is a warning, none at all a failure', async () => {
  braze.fail({ kind: 'answer', status: 503 });
  const news = secret('braze-news', { restKey: 'right' }, 'braze');
  expect(await lines([news])).toEqual(['warn braze-news: restKey: cannot tell: the answer is 503']);
  braze.fail({ kind: 'reset', effect: false });
  expect(await lines([news])).toEqual(['FAILED braze-news: restKey: no answer (ECONNRESET)']);
});

test("a web server's own page is not AIR", async () => {
  air.fail({ kind: 'answer', status: 404, headers: { 'content-type': 'text/html' }, body: '<h1>404</h1>' });
  const right = { clientId: 'client', clientSecret: 'right' };
  expect(await lines([secret('air', right)])).toEqual([
    'warn AIR accepts clientId and clientSecret: cannot tell: the answer is 404',
  ]);
});

test.each([
  ['{"message":"no Route matched with those values"}'],
  ['{"timestamp":"…","status":404,"error":"Not Found","path":"/wallet/0"}'],
  ['{"message":"Cannot GET /wallet/0"}'],
  ['{"message":"No endpoint for wallet"}'],
  [''],
])('a 404 that speaks of no wallet may be of a gateway, whatever the credentials: %s', async (body) => {
  air.fail({ kind: 'answer', status: 404, headers: { 'content-type': 'application/json' }, body });
  const right = { clientId: 'client', clientSecret: 'right' };
  const [finding] = await checkCredentials(configOf(), [secret('air', right)]);
  expect(finding).toMatchObject({
    status: 'warn',
    found: 'cannot tell: the answer is 404',
    todo: expect.stringContaining('Is air.walletUrl right'),
  });
});

test('a wrong prefix is told of', async () => {
  const config = { ...configOf(), air: { walletUrl: air.walletUrl.replace('/2.0', '/9.0') } };
  const [finding] = await checkCredentials(config, [
    secret('air', { clientId: 'client', clientSecret: 'right' }),
  ]);
  expect(finding).toMatchObject({ status: 'warn', todo: expect.stringContaining('air.walletUrl') });
});

test("AIR's base URL keeps its prefix, and the hash covers it", () => {
  // Of AIR's documentation: api-authentication has this client, secret and hash for /wallet/555555.
  const { url, headers } = airProbe('https://wallet.example/2.0/', { clientId: 'c', clientSecret: 's' });
  expect(url).toBe('https://wallet.example/2.0/wallet/0');
  expect(headers['x-ees-auth-hash']).toMatch(/^[0-9a-f]{64}$/);
});
