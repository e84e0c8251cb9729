import { checkConfig } from '../../functions/connectors/config-schema';
import { addressesOf, keyOf } from '../../local/addresses';
import { SecretsEmulator } from '../../local/emulators/secrets';

const config = checkConfig({
  air: { walletUrl: 'http://127.0.0.1:1/2.0' },
  feeds: [{ id: 'programme', secretName: 'imported' }],
  connectors: [
    { id: 'rewards', platform: 'braze', direction: 'inbound' },
    {
      id: 'news',
      platform: 'braze',
      direction: 'outbound',
      feed: 'programme',
      settings: { identityType: 'CUSTOMER_ID', currency: 'GBP', restUrl: 'https://rest.fra-02.braze.eu' },
    },
  ],
});

test('every address is told with the first key that it takes, whoever gave it', () => {
  const secrets = new SecretsEmulator();
  secrets.set('imported', { externalKeys: ['first', 'second'] });
  secrets.set('rewards', '{"externalKeys":');
  secrets.set('news', { restKey: 'r' });
  expect(addressesOf({ config, secrets })).toEqual([
    { of: 'feed/programme', path: '/out/programme', key: 'first' },
    { of: 'rewards', path: '/in/braze/rewards', key: null },
    { of: 'news', path: '/out/braze/news', key: null },
  ]);
  secrets.set('rewards', { externalKeys: ['mine'] });
  expect(keyOf({ config, secrets }, 'rewards')).toBe('mine');
});
