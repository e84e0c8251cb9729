import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkConfig } from '../../functions/connectors/config-schema';
import { PLATFORMS } from '../../functions/platforms/registry';
import { bundleWithConfig } from '../../lib/bundles';

const config = checkConfig({
  air: { walletUrl: 'https://wallet.example/2.0' },
  connectors: [{ id: 'rewards', platform: 'braze', direction: 'inbound' }],
  operations: { alarmEmail: 'ops@example.com' },
});

test('what is deployed of a function is its bundle, the checked configuration without how it is run, and which platforms there are', () => {
  const folder = bundleWithConfig('inbound-receive', mkdtempSync(join(tmpdir(), 'ee-connect-')), config);
  expect(readdirSync(folder).sort()).toEqual(['connectors.json', 'index.mjs', 'index.mjs.map']);
  const { air, feeds, connectors } = config;
  expect(JSON.parse(readFileSync(join(folder, 'connectors.json'), 'utf8'))).toEqual({
    air,
    feeds,
    connectors,
    platforms: Object.fromEntries(
      Object.values(PLATFORMS).map(({ name }) => [name, ['inbound', 'outbound']]),
    ),
  });
});
