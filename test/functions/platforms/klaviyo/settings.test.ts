import { ConfigError, checkConfig } from '../../../../functions/connectors/config-schema';
import { credentials } from '../../../../functions/platforms/klaviyo/settings';
import { outbound } from './examples';

function check(settings: Record<string, unknown>) {
  return checkConfig({
    air: { walletUrl: 'https://wallet.sandbox.uk.eagleeye.com/2.0' },
    connectors: [
      {
        id: 'klaviyo-news',
        platform: 'klaviyo',
        direction: 'outbound',
        settings: { ...outbound.example, ...settings },
      },
    ],
  }).connectors[0]!.settings;
}
function problems(settings: Record<string, unknown>): readonly string[] {
  try {
    check(settings);
  } catch (error) {
    if (error instanceof ConfigError) return error.lines;
    throw error;
  }
  return [];
}

test('the example is a usable connector, with the careful defaults', () => {
  expect(check({})).toMatchObject({
    apiUrl: 'https://a.klaviyo.com',
    profileIdentifier: 'external_id',
    bulkFrom: 24,
    eCommerceEvents: false,
    onLeave: 'mark',
  });
});

test.each(['unsubscribe', 'erase'])('%s by external_id: Klaviyo cannot, and synth says so', (onLeave) => {
  expect(problems({ onLeave, leaveListId: 'L' })).toEqual([
    `connectors[0].settings.onLeave: expected "mark": Klaviyo cannot ${onLeave} by external_id, only by email or phone_number`,
  ]);
});

test('unsubscribe without a list would be from everything', () => {
  expect(problems({ onLeave: 'unsubscribe', profileIdentifier: 'email' })).toEqual([
    expect.stringMatching(/^connectors\[0\]\.settings\.leaveListId: is missing/),
  ]);
});

test.each([
  { onLeave: 'unsubscribe', profileIdentifier: 'email', leaveListId: 'L' },
  { onLeave: 'erase', profileIdentifier: 'phone_number' },
  { bulkFrom: 1001 },
])('%j fits together', (settings) => {
  expect(problems(settings)).toEqual([]);
});

test.each([
  ['bulkFrom', 1],
  ['profileIdentifier', 'id'],
  ['apiUrl', 'http://a.klaviyo.com'],
  ['leaveListId', ''],
])('%s: %j is named', (field, value) => {
  expect(problems({ [field]: value })[0]).toMatch(new RegExp(`^connectors\\[0\\]\\.settings\\.${field}: `));
});

test('a key pasted with its line end is trimmed; without one the secret is not set up', () => {
  expect(credentials.parse({ privateKey: ' pk_1\n', externalKeys: [] })).toEqual({
    privateKey: 'pk_1',
  });
  for (const secret of [{}, { privateKey: '' }, { privateKey: 'a b' }, { privateKey: 1 }])
    expect(credentials.safeParse(secret).success).toBe(false);
});
