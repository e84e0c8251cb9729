import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addressesOf } from '../../../../bin/operations/checks/addresses';
import { checkConfiguration, readConfiguration } from '../../../../bin/operations/checks/configuration';
import { checkConfig } from '../../../../functions/connectors/config-schema';
import { PLATFORMS } from '../../../../functions/platforms/registry';

const folder = mkdtempSync(join(tmpdir(), 'ee-connect-check-'));
afterAll(() => rmSync(folder, { recursive: true }));
function fileWith(text: string): string {
  const file = join(folder, 'connectors.json');
  writeFileSync(file, text);
  return file;
}

const air = { walletUrl: 'https://wallet.example/2.0' };
const configOf = (connectors: readonly object[], more: object = {}) =>
  checkConfig({ air, connectors, ...more });
const inbound = (platform: string) => ({ id: `${platform}-in`, platform, direction: 'inbound' });
const outbound = (platform: string, settings: object = {}) => ({
  id: `${platform}-out`,
  platform,
  direction: 'outbound',
  settings: { ...PLATFORMS[platform]!.outbound!.example, ...settings },
});

describe('the file', () => {
  test('in order, it says what is in it', () => {
    const { config, findings } = readConfiguration('connectors.json');
    expect(config?.connectors).toHaveLength(2);
    expect(findings).toEqual([
      { status: 'ok', what: 'connectors.json', found: 'connectors: 1 inbound and 1 outbound; feeds: 1' },
    ]);
  });

  test('each mistake is a failed line with its field', () => {
    const wrong = { air, connectors: [{ ...outbound('braze', { currency: 'pounds' }), maxConcurrency: 1 }] };
    const { config, findings } = readConfiguration(fileWith(JSON.stringify(wrong)));
    expect(config).toBeNull();
    expect(findings.map(({ status, found }) => [status, found.split(':')[0]])).toEqual([
      ['FAILED', 'connectors[0].maxConcurrency'],
      ['FAILED', 'connectors[0].settings.currency'],
    ]);
  });

  test.each(['{', 'no such file'])('what cannot be read at all is a failed line: %p', (text) => {
    const file = text === '{' ? fileWith(text) : join(folder, 'missing.json');
    expect(readConfiguration(file).findings).toEqual([
      expect.objectContaining({ status: 'FAILED', what: file }),
    ]);
  });
});

describe('what the schema allows', () => {
  test('nothing is said of a configuration that has nothing odd', () => {
    expect(checkConfiguration(configOf([inbound('braze'), outbound('braze')]))).toEqual([]);
  });

  test.each(['bloomreach', 'klaviyo', 'webhook'])(
    '%s sends no id of its own: a warning that tells how to get one, and where it is written',
    (platform) => {
      const [finding, ...others] = checkConfiguration(configOf([inbound(platform)]));
      expect(others).toEqual([]);
      expect(finding).toMatchObject({ status: 'warn', what: `connector ${platform}-in` });
      expect(finding!.found).toContain('one reward for 7 days');
      expect(finding!.todo).toContain(`docs/platforms/${platform}.md`);
    },
  );

  test.each(['braze', 'segment', 'mparticle'])('%s sends one', (platform) => {
    expect(checkConfiguration(configOf([inbound(platform)]))).toEqual([]);
  });

  test('a paused connector is a warning', () => {
    const [finding] = checkConfiguration(configOf([{ ...outbound('braze'), paused: true }]));
    expect(finding).toMatchObject({ status: 'warn', found: expect.stringContaining('paused') });
  });
});

describe('addresses', () => {
  const origins = (...connectors: object[]) =>
    addressesOf(configOf(connectors)).map(({ origin, for: users }) => `${origin} ${users}`);

  test("are AIR's and each platform's, by its settings", () => {
    expect(
      origins(
        inbound('braze'),
        outbound('braze'),
        outbound('segment'),
        outbound('mparticle'),
        outbound('webhook'),
      ),
    ).toEqual([
      'https://wallet.example AIR',
      'https://rest.fra-02.braze.eu braze-out',
      'https://events.eu1.segmentapis.com segment-out',
      'https://s2s.eu1.mparticle.com mparticle-out',
      'https://events.shop.example webhook-out',
    ]);
  });

  test('include the one that is only called when a consumer leaves', () => {
    expect(origins(outbound('mparticle', { onLeave: 'erase' }))).toEqual([
      'https://wallet.example AIR',
      'https://s2s.eu1.mparticle.com mparticle-out',
      'https://opendsr.mparticle.com mparticle-out',
    ]);
  });

  test('are asked once for two connectors of one host', () => {
    expect(origins(outbound('braze'), { ...outbound('braze'), id: 'other' })[1]).toBe(
      'https://rest.fra-02.braze.eu braze-out,other',
    );
  });

  test.each(Object.keys(PLATFORMS))('%s has one', (platform) => {
    expect(origins(outbound(platform)).length).toBeGreaterThan(1);
  });
});
