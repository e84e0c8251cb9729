import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planStart } from '../../../bin/operations/start-plan';
import { LOCAL_PLATFORMS } from '../../../local/platforms/registry';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ee-connect-plan-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, json: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof json === 'string' ? json : JSON.stringify(json));
  return path;
}
const air = { walletUrl: 'https://wallet.sandbox.uk.eagleeye.com/2.0' };

test("without options: the project's connectors, simulators, the journey of the first platform, then serving", () => {
  const { options, roles, once } = planStart([]);
  expect(options.simulators).toBeUndefined();
  expect([roles?.platform.name, roles?.inbound.id, roles?.outbound.id]).toEqual([
    'braze',
    'braze-rewards',
    'braze-news',
  ]);
  expect(once).toBe(false);
  expect(options.port).toBe(4700);
  expect(options.onLog).toBeUndefined();
});

test('options are taken over', () => {
  const secrets = file('secrets.json', { air: { clientId: 'c', clientSecret: 's' } });
  const { options, once } = planStart(['--once', '--port', '4800', '--verbose', '--secrets', secrets]);
  expect(once).toBe(true);
  expect(options.port).toBe(4800);
  expect(options.onLog).toBeDefined();
  expect(options.secrets).toEqual({ air: { clientId: 'c', clientSecret: 's' } });
  expect(options.secretsChangedMs).toBe(statSync(secrets).mtimeMs);
});

test('without simulators there is no journey', () => {
  const { options, roles } = planStart(['--no-simulators']);
  expect(options.simulators).toBe(false);
  expect(roles).toBeNull();
});

test('a platform that the configuration lacks is added to it', () => {
  const config = file('empty.json', { air, connectors: [] });
  const { options, roles } = planStart(['--config', config, '--platform', 'braze']);
  expect(roles?.platform.name).toBe('braze');
  expect(options.config.connectors.map(({ id }) => id)).toEqual(['braze-rewards', 'braze-news']);
});

test('--platform all: one feed, and a connector of every platform on it', () => {
  const { options, roles } = planStart(['--platform', 'all']);
  const names = Object.keys(LOCAL_PLATFORMS);
  expect([roles?.platform, ...(roles?.others ?? []).map(({ platform }) => platform)]).toEqual(
    Object.values(LOCAL_PLATFORMS),
  );
  const outbound = options.config.connectors.filter(({ direction }) => direction === 'outbound');
  expect(outbound.map(({ platform, feed }) => [platform, feed])).toEqual(
    names.map((name) => [name, 'programme']),
  );
});

test.each([
  [['--port', '0'], '--port'],
  [['--port', 'x'], '--port'],
  [['--port', '70000'], '--port'],
  [['--platform', 'nix'], '--platform: expected braze'],
  [['--no-simulators', '--once'], '--no-simulators'],
  [['--no-simulators', '--platform', 'braze'], '--no-simulators'],
  [['--secrets', '/no/such/file'], '--secrets: there is no file /no/such/file'],
])('%j is refused with the name of the option', (args, named) => {
  expect(() => planStart(args)).toThrow(named);
});

test('what stands in a file of secrets that is no JSON is not shown', () => {
  const secrets = file('secrets.txt', '{"air": the-secret}');
  expect(() => planStart(['--secrets', secrets])).toThrow(/^--secrets: \S+ is no JSON$/);
});

test('secrets that are no object, and a configuration without a journey, are refused', () => {
  expect(() => planStart(['--secrets', file('list.json', [])])).toThrow('--secrets: expected an object');
  expect(() => planStart(['--config', file('none.json', { air, connectors: [] })])).toThrow(
    'the journey needs an inbound and an outbound connector',
  );
});

test('a mistake in the configuration names the field', () => {
  expect(() => planStart(['--config', file('bad.json', { air: {}, connectors: [] })])).toThrow(
    'air.walletUrl',
  );
});
