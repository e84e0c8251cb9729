import { ConfigError, checkConfig } from '../../../../functions/connectors/config-schema';
import { credentials } from '../../../../functions/platforms/braze/settings';
import { outbound } from './events';

const config = (settings: Record<string, unknown>) => ({
  air: { walletUrl: 'https://wallet.sandbox.uk.eagleeye.com/2.0' },
  connectors: [
    { id: 'news', platform: 'braze', direction: 'outbound', settings: { ...outbound.example, ...settings } },
  ],
});
const checked = (settings: Record<string, unknown> = {}) =>
  checkConfig(config(settings)).connectors[0]!.settings;
function problems(settings: Record<string, unknown>): readonly string[] {
  try {
    checked(settings);
  } catch (error) {
    if (error instanceof ConfigError) return error.lines;
    throw error;
  }
  return [];
}

test('the example is a usable connector, with the careful defaults', () => {
  expect(checked()).toMatchObject({
    restUrl: 'https://rest.fra-02.braze.eu',
    eCommerceEvents: 'off',
    onLeave: 'mark',
    updateExistingOnly: false,
  });
});

test.each([
  'https://rest.iad-03.braze.com',
  'https://rest.us-10.braze.com/',
  'https://rest.au-01.braze.com',
  'http://127.0.0.1:8125',
  'http://localhost:8125',
  'https://proxy.example/braze',
])('%s is a REST endpoint', (restUrl) => {
  expect(problems({ restUrl })).toEqual([]);
});

test.each([
  'http://rest.iad-03.braze.com',
  'http://127.0.0.1.evil.example',
  'http://localhost.evil.example/',
  'rest.iad-03.braze.com',
  'https://rest.iad-03.braze.com?x=1',
  'https://',
  '',
])('%p is none: the key would be sent there', (restUrl) => {
  expect(problems({ restUrl })).toEqual([
    'connectors[0].settings.restUrl: expected an https URL such as https://rest.fra-02.braze.eu',
  ]);
});

test.each([
  'https://dashboard-03.braze.com',
  'https://dashboard.braze.eu',
  'https://rest.fra-02.braze.eu/users/track',
  'https://sdk.iad-03.braze.com',
  'https://braze.com',
])('%s is of Braze, and not its REST endpoint', (restUrl) => {
  expect(problems({ restUrl })).toEqual([
    'connectors[0].settings.restUrl: expected the REST endpoint without a path, such as https://rest.fra-02.braze.eu: the dashboard has another host',
  ]);
});

test.each([
  ['eCommerceEvents', 'yes', '"off" or "recommended" or "purchases"'],
  ['onLeave', 'delete', '"mark" or "unsubscribe" or "erase"'],
])('%s: what is expected is said', (field, value, expected) => {
  expect(problems({ [field]: value })).toEqual([`connectors[0].settings.${field}: expected ${expected}`]);
});

test('an empty list of groups would unsubscribe nobody without saying so', () => {
  expect(problems({ leaveSubscriptionGroups: [] })).toHaveLength(1);
});

describe('credentials', () => {
  test('a key pasted with its line end is trimmed; what else stands in the secret is not looked at', () => {
    expect(credentials.parse({ restKey: ' rest-key-1\n', externalKeys: ['x'] })).toEqual({
      restKey: 'rest-key-1',
    });
  });

  test.each([{}, { restKey: '' }, { restKey: '  ' }, { restKey: 'two\nlines' }, { restKey: 7 }])(
    '%j is not set up',
    (secret) => {
      expect(credentials.safeParse(secret).success).toBe(false);
    },
  );
});
