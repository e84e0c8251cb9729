/** The receiving functions as they are deployed: bundled, and loaded by a plain Node. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../../lib/bundles';
import { version } from '../../package.json';

const MAX_BYTES = 450 * 1024;
const folder = mkdtempSync(join(tmpdir(), 'receive-bundles-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Loads a bundle as Lambda does, asks it for its status, and knocks without a key. */
const SCRIPT = `
  const { handler } = await import(process.argv[1] + '/index.mjs');
  const ask = (httpMethod, pathParameters) => handler({ httpMethod, pathParameters, headers: {}, body: null }, {});
  const answers = [await ask('GET', null), await ask('POST', { platform: 'a', name: 'a', connectorId: 'b' })];
  process.stdout.write('\\n' + JSON.stringify(answers));
`;
const environment = {
  LAMBDA_TASK_ROOT: folder,
  AWS_REGION: 'eu-west-1',
  TABLE_NAME: 'table',
  QUEUE_URL_BASE: 'https://sqs.eu-west-1.amazonaws.com/000000000000',
  QUEUES: '{}',
  SECRETS: '{}',
};
const load = (name: string, env: Record<string, string>) =>
  execFileSync(process.execPath, ['--input-type=module', '-e', SCRIPT, join(folder, name)], {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });

describe.each(['inbound-receive', 'outbound-receive'] as const)('%s', (name) => {
  beforeAll(() => {
    bundle(name, folder);
    const config = { air: { walletUrl: 'https://air.test/2.0' }, feeds: [], connectors: [] };
    writeFileSync(join(folder, 'connectors.json'), JSON.stringify(config));
  });

  test('is below 450 KB', () => {
    expect(statSync(join(folder, name, 'index.mjs')).size).toBeLessThan(MAX_BYTES);
  });

  test('loads and answers', () => {
    const [status, stranger] = JSON.parse(load(name, environment).split('\n').at(-1) ?? '');
    expect(status.statusCode).toBe(200);
    expect(JSON.parse(status.body)).toEqual({ name: 'ee-connect-aws', version });
    expect(stranger.statusCode).toBe(401);
  });

  test.each(['QUEUE_URL_BASE', 'QUEUES', 'SECRETS'])('names %s when it is not set', (variable) => {
    const { [variable]: _, ...rest } = environment as Record<string, string>;
    expect(() => load(name, rest)).toThrow(`environment variable ${variable} is not set`);
  });
});
