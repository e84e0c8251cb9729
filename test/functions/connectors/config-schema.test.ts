import { readFileSync } from 'node:fs';
import { ConfigError, checkConfig, configJsonSchema } from '../../../functions/connectors/config-schema';

type Json = Record<string, unknown>;
const outbound = (more: Json = {}, settings: Json = {}): Json => ({
  id: 'braze-news',
  platform: 'braze',
  direction: 'outbound',
  settings: {
    identityType: 'CUSTOMER_ID',
    currency: 'GBP',
    restUrl: 'https://rest.fra-02.braze.eu',
    ...settings,
  },
  ...more,
});
const inbound = (more: Json = {}): Json => ({
  id: 'braze-rewards',
  platform: 'braze',
  direction: 'inbound',
  ...more,
});
const config = (connectors: Json[], more: Json = {}): Json => ({
  air: { walletUrl: 'https://wallet.example.com/2.0' },
  connectors,
  ...more,
});

/** The lines of the error, without the file's name. */
function mistakes(json: unknown): readonly string[] {
  try {
    checkConfig(json, 'connectors.json');
  } catch (error) {
    if (error instanceof ConfigError) return error.lines;
    throw error;
  }
  return [];
}

test('the example at the root is usable', () => {
  expect(mistakes(JSON.parse(readFileSync('connectors.json', 'utf8')))).toEqual([]);
});

test('defaults are filled in', () => {
  const [rewards, news] = checkConfig(config([inbound(), outbound()])).connectors;
  expect(rewards).toMatchObject({
    paused: false,
    settings: { onUnknownOutcome: 'park', limits: { perActionPerHour: 10_000, perConsumerPerDay: 20 } },
  });
  expect(news?.settings).toMatchObject({
    eventPrefix: 'EE ',
    attributePrefix: 'ee_',
    onlyChanged: true,
    personalFields: [],
  });
});

test.each<[string, unknown, string]>([
  ['nothing', {}, "air: is missing, expected an object. Eagle Eye AIR's API."],
  ['a list', [], '(top): expected an object'],
  [
    'a URL without scheme',
    config([], { air: { walletUrl: 'wallet.example.com' } }),
    'air.walletUrl: expected an https URL with its path prefix',
  ],
  [
    'an unknown platform',
    config([inbound({ platform: 'brase' })]),
    'connectors[0].platform: expected "braze" or',
  ],
  [
    'an unknown direction',
    config([inbound({ direction: 'in' })]),
    'connectors[0].direction: expected "inbound" or "outbound"',
  ],
  [
    'an id with capitals',
    config([inbound({ id: 'Braze' })]),
    'connectors[0].id: expected lower-case letters',
  ],
  ['an id that stands in URLs', config([inbound({ id: 'status' })]), 'connectors[0].id: expected another id'],
  ['an id twice', config([inbound(), inbound()]), 'connectors[1].id: expected an id of its own'],
  [
    'a currency in words',
    config([outbound({}, { currency: 'pounds' })]),
    'connectors[0].settings.currency: expected a three-letter ISO 4217 code',
  ],
  [
    'no identity type',
    config([outbound({}, { identityType: undefined })]),
    'connectors[0].settings.identityType: is missing, expected a text. The AIR identity type whose value is',
  ],
  [
    'a misspelt setting',
    config([outbound({}, { curency: 'GBP' })]),
    'connectors[0].settings.curency: no such field, did you mean "currency"?',
  ],
  [
    'a misspelt event',
    config([outbound({}, { events: ['Order Complete'] })]),
    'connectors[0].settings.events[0]: expected the name of a loyalty event',
  ],
  [
    'a misspelt name to rename',
    config([outbound({}, { rename: { attributes: { balance: 'b' } } })]),
    'connectors[0].settings.rename.attributes.balance: expected the name of an attribute',
  ],
  [
    'too little concurrency',
    config([inbound({ maxConcurrency: 1 })]),
    'connectors[0].maxConcurrency: expected at least 2',
  ],
  [
    'too much concurrency',
    config([inbound({ maxConcurrency: 1001 })]),
    'connectors[0].maxConcurrency: expected at most 1000',
  ],
  ...[
    'https://wallet.sandbox.uk.eagleeye.com',
    'https://wallet.sandbox.uk.eagleeye.com/',
    'http://wallet.sandbox.uk.eagleeye.com/2.0',
    'http://127.0.0.1.evil.example/2.0',
    'https://wallet.sandbox.uk.eagleeye.com/2.0?x=1',
  ].map((walletUrl): [string, unknown, string] => [
    walletUrl,
    config([inbound()], { air: { walletUrl } }),
    'air.walletUrl: expected an https URL with its path prefix',
  ]),
  ...['arn:aws:secretsmanager:eu-west-1:123456789012:secret:crm-a1b2c3', 'crm braze', ''].map(
    (secretName): [string, unknown, string] => [
      `the secret "${secretName}"`,
      config([inbound({ secretName })]),
      "connectors[0].secretName: expected a secret's name, not its ARN: letters, digits and /_+=.@-",
    ],
  ),
  [
    'a secret of two connectors',
    config([inbound({ secretName: 'crm/braze' }), outbound({ secretName: 'crm/braze' })]),
    'connectors[1].secretName: expected a secret of its own, "crm/braze" is that of "braze-rewards"',
  ],
  [
    'an identity type with a blank',
    config([outbound({}, { identityType: 'CUSTOMER ID' })]),
    'connectors[0].settings.identityType: expected an identity type of AIR, without blanks, such as CUSTOMER_ID',
  ],
  [
    'an empty text',
    config([outbound({}, { schemeId: '' })]),
    'connectors[0].settings.schemeId: expected a text that is not empty. The points scheme whose balance is',
  ],
  [
    'a text instead of a list',
    config([outbound({}, { events: 'Order Completed' })]),
    'connectors[0].settings.events: expected a list. Names of the loyalty events to send.',
  ],
  [
    'a list instead of actions by audience',
    config([inbound({ settings: { actions: ['A'] } })]),
    'connectors[0].settings.actions: expected an object of texts by name. Audience (or campaign) to AIR action reference',
  ],
  [
    'an action without an audience',
    config([inbound({ settings: { actions: { '': 'A' } } })]),
    'connectors[0].settings.actions.: expected a name that is not empty',
  ],
  [
    'connectors by id',
    { air: { walletUrl: 'https://wallet.example.com/2.0' }, connectors: {} },
    'connectors: expected a list. One for each direction of each platform.',
  ],
  [
    'a misspelt field at the top',
    config([inbound()], { operation: {} }),
    'operation: no such field, did you mean "operations"?',
  ],
  [
    'a misspelt field of a connector',
    config([inbound({ max_concurrency: 4 })]),
    'connectors[0].max_concurrency: no such field, did you mean "maxConcurrency"?',
  ],
  [
    'a field that is nothing like ours',
    config([inbound({ owner: 'CRM' })]),
    'connectors[0].owner: no such field',
  ],
  [
    'a feed that is not there',
    config([outbound({ feed: 'news' })]),
    'connectors[0].feed: expected the id of a feed, there is no "news"',
  ],
  [
    'a feed that nobody listens to',
    config([outbound()], { feeds: [{ id: 'news' }] }),
    'feeds[0].id: expected at least one outbound connector',
  ],
])('%s is named with what was expected', (_, json, line) => {
  expect(mistakes(json).join('\n')).toContain(line);
});

test('every mistake is told at once', () => {
  expect(
    mistakes(config([inbound({ maxConcurrency: 1 }), outbound({ id: 'X' }, {})])).length,
  ).toBeGreaterThan(0);
  expect(mistakes(config([inbound({ maxConcurrency: 1 }), outbound({}, { currency: '£' })]))).toHaveLength(2);
});

test('the JSON Schema completes event names and describes fields', () => {
  const text = JSON.stringify(configJsonSchema());
  expect(text).toContain('"Loyalty Program Joined"');
  expect(text).toContain('The currency of the amounts in this unit');
});

test.each(['http://127.0.0.1:4711/2.0', 'http://localhost:4711/2.0/', 'https://wallet.example.com/a/2.0'])(
  'AIR may be at %s',
  (walletUrl) => {
    expect(mistakes(config([inbound()], { air: { walletUrl } }))).toEqual([]);
  },
);

test("secrets of connectors' own, and none, are fine", () => {
  expect(
    mistakes(config([inbound({ secretName: 'crm/braze_in+1=.@-' }), outbound({ secretName: 'crm/out' })])),
  ).toEqual([]);
});

test('no mistake is told in the words of a programmer, whatever stands in a field', () => {
  const odd: unknown[] = [null, 7, '', 'x', true, [], {}, [[]], [{}], { x: 1 }, -1, 1.5];
  const whole = config([inbound({ settings: { actions: {}, limits: {} } }), outbound()], { feeds: [] });
  const everywhere = (json: unknown, put: (value: unknown) => unknown): unknown[] => [
    ...odd.map(put),
    ...Object.entries(typeof json === 'object' && json !== null ? json : {}).flatMap(([key, inner]) =>
      everywhere(inner, (value) =>
        put(
          Array.isArray(json)
            ? json.map((each, at) => (String(at) === key ? value : each))
            : { ...(json as Json), [key]: value },
        ),
      ),
    ),
  ];
  const lines = everywhere(whole, (value) => value).flatMap(mistakes);
  expect(lines.length).toBeGreaterThan(100);
  expect(
    lines.filter((line) => /expected (string|array|record|object|int|number|boolean)\b|Invalid/.test(line)),
  ).toEqual([]);
});
