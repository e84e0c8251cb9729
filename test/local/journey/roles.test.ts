import { checkConfig } from '../../../functions/connectors/config-schema';
import { firstRoles, rolesOf, withPlatform } from '../../../local/journey/roles';
import { LOCAL_PLATFORMS } from '../../../local/platforms/registry';

const braze = LOCAL_PLATFORMS.braze!;
const air = { walletUrl: 'https://wallet.sandbox.uk.eagleeye.com/2.0' };
const outbound = (more = {}) => ({
  id: 'news',
  platform: 'braze',
  direction: 'outbound',
  feed: 'programme',
  settings: { identityType: 'CARD', currency: 'EUR', restUrl: 'https://rest.fra-02.braze.eu' },
  ...more,
});
const inbound = (more = {}) => ({ id: 'rewards', platform: 'braze', direction: 'inbound', ...more });
const config = (...connectors: unknown[]) => checkConfig({ air, feeds: [{ id: 'programme' }], connectors });

test('the journey goes through the connectors of both directions', () => {
  const roles = firstRoles(config(outbound(), inbound()), LOCAL_PLATFORMS);
  expect([roles?.inbound.id, roles?.outbound.id, roles?.platform.name]).toEqual(['rewards', 'news', 'braze']);
});

test('a paused connector, or one direction alone, is no journey', () => {
  expect(rolesOf(config(outbound(), inbound({ paused: true })), braze)).toBeNull();
  expect(rolesOf(config(outbound()), braze)).toBeNull();
});

test('a platform that the configuration lacks comes with its example settings, beside what is there', () => {
  const filled = withPlatform(config(outbound({ id: 'other' })), 'braze');
  expect(filled.connectors.map(({ id }) => id)).toEqual(['other', 'braze-rewards']);
  expect(rolesOf(filled, braze)?.outbound.settings.identityType).toBe('CARD');
});

test('with nothing there at all, it comes with a feed', () => {
  const filled = withPlatform(checkConfig({ air, connectors: [] }), 'braze');
  expect(filled.feeds).toEqual([{ id: 'programme' }]);
  expect(rolesOf(filled, braze)?.outbound.feed).toBe('programme');
});

test('nothing is added where nothing is missing', () => {
  const complete = config(outbound(), inbound());
  expect(withPlatform(complete, 'braze')).toBe(complete);
});
