import { checkConfig } from '../../functions/connectors/config-schema';
import { SHORTEST_KEY } from '../../functions/connectors/external-key';
import { identityTypesOf } from '../../functions/connectors/identity-types';
import { airSubscriptions, platformsOf, pointAtSimulators, simulatedSecrets } from '../../local/local-config';
import { localKey } from '../../local/local-key';
import type { RunningPlatform } from '../../local/platforms/platform';
import { LOCAL_PLATFORMS } from '../../local/platforms/registry';
import { sampleWallets } from '../../local/simulators/air/programme';

const settings = { identityType: 'CRM_ID', currency: 'GBP', restUrl: 'https://rest.fra-02.braze.eu' };
const config = checkConfig({
  air: { walletUrl: 'https://wallet.sandbox.uk.eagleeye.com/2.0' },
  feeds: [{ id: 'programme', secretName: 'imported/feed' }],
  connectors: [
    { id: 'rewards', platform: 'braze', direction: 'inbound' },
    { id: 'news', platform: 'braze', direction: 'outbound', feed: 'programme', settings },
    { id: 'alone', platform: 'braze', direction: 'outbound', settings },
  ],
});
const running = {
  settings: { restUrl: 'http://127.0.0.1:5' },
  credentials: { restKey: 'rest-key' },
} as unknown as RunningPlatform;
const air = { clientId: 'client', clientSecret: 'secret' };

test('nothing points at a real address any more', () => {
  const local = pointAtSimulators(config, 'http://127.0.0.1:4/2.0', { braze: running });
  expect(local.air.walletUrl).toBe('http://127.0.0.1:4/2.0');
  expect(JSON.stringify(local)).not.toMatch(/eagleeye\.com|braze\.eu/);
  expect(local.connectors[1]!.settings).toMatchObject({
    identityType: 'CRM_ID',
    restUrl: 'http://127.0.0.1:5',
  });
});

test('a platform that has no simulator is refused, by the field', () => {
  expect(platformsOf(config, LOCAL_PLATFORMS).map(({ name }) => name)).toEqual(['braze']);
  expect(() => platformsOf(config, {})).toThrow('connectors[0].platform: there is no simulator of "braze"');
});

test('every secret has a value that counts as set up', () => {
  const secrets = simulatedSecrets(config, air, { braze: running });
  expect(Object.keys(secrets)).toEqual(['air', 'imported/feed', 'rewards', 'news', 'alone']);
  expect(secrets.air).toEqual(air);
  expect(secrets['imported/feed']).toEqual({ externalKeys: [localKey('feed/programme')] });
  expect(secrets.rewards).toEqual({ externalKeys: [localKey('rewards')] });
  expect(secrets.news).toEqual({ externalKeys: [localKey('news')], restKey: 'rest-key' });
  expect(localKey('rewards').length).toBeGreaterThanOrEqual(SHORTEST_KEY);
  expect(localKey('rewards')).not.toBe(localKey('news'));
});

test('AIR posts to each feed once, and to a connector that listens to none', () => {
  expect(airSubscriptions(config, 'http://127.0.0.1:1')).toEqual([
    { url: 'http://127.0.0.1:1/out/programme', key: localKey('feed/programme') },
    { url: 'http://127.0.0.1:1/out/braze/alone', key: localKey('alone') },
  ]);
});

test('the sample consumers have an identity of every type that a connector asks for', () => {
  for (const { identities } of sampleWallets([...identityTypesOf(config)])) {
    expect(identities.map(({ type }) => type)).toEqual(['CUSTOMER_ID', 'CARD', 'EMAIL', 'CRM_ID']);
    expect(new Set(identities.map(({ value }) => value)).size).toBe(4);
  }
  expect(sampleWallets(['CARD'])[0]!.identities).toHaveLength(3);
});
