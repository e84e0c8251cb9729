import { checkConfig } from '../../../../functions/connectors/config-schema';
import { segment } from '../../../../functions/platforms/segment/platform';

const PLATFORMS = { segment };

function problems(settings: Record<string, unknown>, direction = 'outbound'): string {
  try {
    checkConfig(
      {
        air: { walletUrl: 'https://wallet.example/2.0' },
        connectors: [{ id: 'one', platform: 'segment', direction, settings }],
      },
      'connectors.json',
      PLATFORMS,
    );
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}
const example = segment.outbound?.example ?? {};

test('the examples are usable settings', () => {
  expect(problems(example)).toBe('');
  expect(problems({ ...segment.inbound?.example }, 'inbound')).toBe('');
});

test('the region has to be chosen, since a wrong one loses events without a trace', () => {
  const { region: _, ...without } = example;
  expect(problems(without)).toContain('connectors[0].settings.region: expected "us" or "eu"');
});

test('a source needs a name of its own', () => {
  const { sourceName: _, ...without } = example;
  expect(problems(without)).toContain('settings.sourceName: is missing');
  expect(problems({ ...example, sourceName: 'with space' })).toContain(
    'settings.sourceName: expected at most 24',
  );
});

describe("the event that Segment's own preset rewards is never sent under that name", () => {
  test.each(['', ' '])('the prefix %p', (eventPrefix) => {
    expect(problems({ ...example, eventPrefix })).toContain(
      'settings.eventPrefix: expected a prefix: a preset',
    );
  });

  test('a rename to it', () => {
    const rename = { events: { 'Loyalty Program Joined': 'Loyalty Program Joined' } };
    expect(problems({ ...example, rename })).toContain('settings.rename: expected another name than');
    expect(problems({ ...example, rename: { events: { 'Loyalty Program Joined': 'Club Joined' } } })).toBe(
      '',
    );
  });
});

test('an address has to be https, since the write key goes there', () => {
  expect(problems({ ...example, apiUrl: 'http://data.shop.example' })).toContain(
    'settings.apiUrl: expected an https',
  );
  expect(problems({ ...example, apiUrl: 'http://127.0.0.1:4010' })).toBe('');
});
