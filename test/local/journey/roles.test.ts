import { checkConfig } from '../../../functions/connectors/config-schema';
import { firstRoles, rolesOf, withAll, withPlatform } from '../../../local/journey/roles';
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

describe('all platforms at a time', () => {
  test('every one hears of the first feed, and the journey begins where connectors of both directions are', () => {
    const { config: whole, roles } = withAll(config(outbound(), inbound()), LOCAL_PLATFORMS);
    expect([roles?.platform.name, roles?.inbound.id, roles?.outbound.id]).toEqual([
      'braze',
      'rewards',
      'news',
    ]);
    const names = Object.keys(LOCAL_PLATFORMS).filter((name) => name !== 'braze');
    expect(roles?.others.map(({ platform }) => platform.name)).toEqual(names);
    expect(roles?.others.map((other) => other.outbound.feed)).toEqual(names.map(() => 'programme'));
    // The other platforms have nothing to call in this journey: fewer functions start faster.
    expect(whole.connectors.map(({ id }) => id)).toEqual([
      'news',
      'rewards',
      ...names.map((name) => `${name}-news`),
    ]);
  });

  test('with nothing there at all, it begins in the first platform', () => {
    const { roles } = withAll(checkConfig({ air, connectors: [] }), LOCAL_PLATFORMS);
    expect(roles?.platform.name).toBe(Object.keys(LOCAL_PLATFORMS)[0]);
    expect(roles?.others).toHaveLength(Object.keys(LOCAL_PLATFORMS).length - 1);
  });
});
