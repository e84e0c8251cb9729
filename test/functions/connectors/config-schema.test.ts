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
  ['nothing', {}, 'air: is missing, expected object'],
  ['a list', [], '(top): expected object'],
  [
    'a URL without scheme',
    config([], { air: { walletUrl: 'wallet.example.com' } }),
    'air.walletUrl: expected an http(s) URL',
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
    'connectors[0].settings.identityType: is missing, expected string',
  ],
  [
    'a misspelt setting',
    config([outbound({}, { curency: 'GBP' })]),
    'connectors[0].settings.curency: no such field',
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
