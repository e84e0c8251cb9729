import { ConfigError, checkConfig } from '../../../../functions/connectors/config-schema';
import { credentials } from '../../../../functions/platforms/webhook/settings';
import { OTHER_SECRET, outbound, SECRET } from './examples';

function problems(settings: Record<string, unknown>): readonly string[] {
  try {
    checkConfig({
      air: { walletUrl: 'https://wallet.sandbox.uk.eagleeye.com/2.0' },
      connectors: [
        {
          id: 'own-news',
          platform: 'webhook',
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

test.each([{}, { maxItems: 1 }, { maxBytes: 16_384 }, { url: 'http://localhost:9000/in' }])(
  '%j is usable',
  (settings) => {
    expect(problems(settings)).toEqual([]);
  },
);

test.each([
  ['url', 'http://events.shop.example'],
  ['url', undefined],
  ['maxItems', 0],
  ['maxItems', 1001],
  ['maxBytes', 100],
])('%s: %j is named', (field, value) => {
  expect(problems({ [field]: value })[0]).toMatch(new RegExp(`^connectors\\[0\\]\\.settings\\.${field}: `));
});

const base64 = (bytes: number) => `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`;

test.each([[[SECRET]], [[SECRET, OTHER_SECRET]], [[base64(24)]], [[base64(64)]], [[`${SECRET}\n`]]])(
  'signingSecrets %j are set up',
  (signingSecrets) => {
    expect(credentials.safeParse({ signingSecrets, externalKeys: ['x'] }).success).toBe(true);
  },
);

test.each([
  [[]],
  [[SECRET, SECRET, SECRET]],
  [['']],
  [[SECRET.slice(6)]],
  [[base64(23)]],
  [[base64(66)]],
  [['whsec_not base64 but long enough to be one, surely']],
  ['whsec'],
])('signingSecrets %j are not', (signingSecrets) => {
  expect(credentials.safeParse({ signingSecrets }).success).toBe(false);
});
