import { ConfigError, checkConfig } from '../../../../functions/connectors/config-schema';
import { credentials } from '../../../../functions/platforms/bloomreach/settings';
import { outbound } from './examples';

function problems(settings: Record<string, unknown>): readonly string[] {
  try {
    checkConfig({
      air: { walletUrl: 'https://wallet.sandbox.uk.eagleeye.com/2.0' },
      connectors: [
        {
          id: 'bloomreach-news',
          platform: 'bloomreach',
          direction: 'outbound',
          settings: { ...outbound.example, ...settings },
        },
      ],
    });
  } catch (error) {
    if (error instanceof ConfigError) return error.lines;
    throw error;
  }
  return [];
}

test.each([
  {},
  { onLeave: 'erase' },
  { onLeave: 'unsubscribe', leaveConsents: ['newsletter'] },
  { apiUrl: 'https://api-engagement.bloomreach.com' },
  { customerId: 'loyalty_card' },
])('%j is usable', (settings) => {
  expect(problems(settings)).toEqual([]);
});

test('unsubscribe without consents would do nothing, and synth says so', () => {
  expect(problems({ onLeave: 'unsubscribe' })).toEqual([
    'connectors[0].settings.leaveConsents: is missing, expected the ids of the consent categories to reject',
  ]);
});

test.each([
  ['apiUrl', 'http://api.exponea.com'],
  ['apiUrl', undefined],
  ['projectToken', 'with/slash'],
  ['projectToken', undefined],
  ['customerId', 'customer id'],
  ['leaveConsents', []],
])('%s: %j is named', (field, value) => {
  expect(problems({ [field]: value })[0]).toMatch(new RegExp(`^connectors\\[0\\]\\.settings\\.${field}: `));
});

test('keys that are no keys are not set up', () => {
  expect(credentials.parse({ apiKeyId: ' k\n', apiSecret: 's' })).toEqual({
    apiKeyId: 'k',
    apiSecret: 's',
  });
  expect(credentials.parse({ apiKeyId: 'k', externalKeys: [] })).toEqual({ apiKeyId: 'k' });
  for (const secret of [{}, { apiKeyId: '' }, { apiKeyId: 'a:b' }, { apiKeyId: 'k', apiSecret: '' }])
    expect(credentials.safeParse(secret).success).toBe(false);
});
