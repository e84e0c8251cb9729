/** What people paste from docs/platforms/ works. */
import { readdirSync, readFileSync } from 'node:fs';
import { ATTRIBUTES, DEFAULT_EVENTS, PERSONAL_ATTRIBUTES } from '../../functions/air/catalogue';
import { checkConfig } from '../../functions/connectors/config-schema';
import { PLATFORMS } from '../../functions/platforms/registry';

const PAGES = readdirSync('docs/platforms');
const page = (name: string) => readFileSync(`docs/platforms/${name}`, 'utf8');
const blocks = (name: string): string[] =>
  [...page(name).matchAll(/```json\n([\s\S]*?)```/g)].map(([, text = '']) => text);
const sample = (path: string) => JSON.parse(readFileSync(`samples/platforms/${path}.json`, 'utf8'));

test('every platform has a page', () => {
  expect(PAGES.sort()).toEqual(
    Object.keys(PLATFORMS)
      .map((name) => `${name}.md`)
      .sort(),
  );
});

/** In this order on every page; some have sections of their own between them. */
const SECTIONS = [
  /^## Rewards from /,
  /^### What you need$/,
  /^### What .* is answered$/,
  /^## Nine ready-made audiences$/,
  /^## Loyalty news in /,
  /^### Set up$/,
  /^### What arrives$/,
  /^### Recipes$/,
  /^### Revenue$/,
  /^### Leaving$/,
  /^## Limits to know$/,
];
const section = (name: string, heading: RegExp): string => {
  const lines = page(name).split('\n');
  const from = lines.findIndex((line) => heading.test(line));
  const end = lines.findIndex((line, index) => index > from && /^##/.test(line));
  return lines.slice(from, end < 0 ? undefined : end).join('\n');
};

describe.each(PAGES)('%s', (name) => {
  test('has the sections that readers look for, where they are on the other pages', () => {
    const headings = page(name)
      .split('\n')
      .filter((line) => /^##/.test(line));
    const found = headings.flatMap((line) => SECTIONS.filter((heading) => heading.test(line)));
    expect(found).toEqual(SECTIONS);
  });

  test('has the recipes that everybody asks for, and warns of revenue that counts twice', () => {
    const recipes = section(name, /^### Recipes$/);
    for (const recipe of [
      'A joiner into an audience',
      'A message when points were spent',
      'At 10,000 points',
    ])
      expect(recipes).toContain(`**${recipe}.**`);
    expect(section(name, /^### Revenue$/)).toMatch(/revenue (and lifetime value )?counts?\s+twice/);
  });

  test('names events and attributes that there are, and events that are sent by default', () => {
    const own = new Set(Object.keys({ ...ATTRIBUTES, ...PERSONAL_ATTRIBUTES }).map((each) => `ee_${each}`));
    const attributes = [...page(name).matchAll(/`?\b(ee_[a-z_]+)\b/g)].map(([, each]) => each!);
    const others = ['ee_', 'ee_event_id', 'ee_tier_', 'ee_points_'];
    expect(attributes.filter((each) => !own.has(each) && !others.includes(each) && !/_$/.test(each))).toEqual(
      [],
    );
    const events = [...page(name).matchAll(/`EE ([A-Z][A-Za-z ]+)`/g)].map(([, each]) => each!);
    expect(events.filter((each) => !DEFAULT_EVENTS.has(each))).toEqual([]);
  });

  test('explains every setting of its own, in both directions', () => {
    const { inbound, outbound } = PLATFORMS[name.replace('.md', '')]!;
    const settings = Object.keys({ ...inbound?.settings, ...outbound?.settings });
    expect(settings.filter((setting) => !page(name).includes(`\`${setting}\``))).toEqual([]);
  });

  test('says how the platform recognises a repeat, or that it does not', () => {
    const { outbound } = PLATFORMS[name.replace('.md', '')]!;
    const [key = 'no de-duplication'] = outbound?.deduplication?.match(/^[a-z_]+[A-Za-z]+/) ?? [];
    expect(page(name)).toContain(outbound?.deduplication ? key : 'no de-duplication');
  });
});

test("README's table says of each platform what its folder declares", () => {
  const [, table = ''] = /^(\| platform \| in \|[\s\S]*?)\n\n/m.exec(readFileSync('README.md', 'utf8')) ?? [];
  const rows = table
    .split('\n')
    .slice(2)
    .map((row) => row.split('|').map((cell) => cell.trim()));
  const pages = rows.map(([, platform = '']) => /\(docs\/platforms\/(.*)\.md\)/.exec(platform)?.[1]);
  expect(pages).toEqual(Object.keys(PLATFORMS));
  for (const [, platform = '', into, out, repeats = '', commerce] of rows) {
    const { title, inbound, outbound } = PLATFORMS[/platforms\/(.*)\.md/.exec(platform)![1]!]!;
    if (title !== 'Webhook') expect(platform).toContain(`[${title}]`);
    expect([into !== '', out !== '']).toEqual([inbound !== undefined, outbound !== undefined]);
    const keys = [...repeats.matchAll(/`([^`]+)`/g)].map(([, key]) => key!);
    const { deduplication = null, settings = {} } = outbound ?? {};
    expect(keys.every((key) => deduplication?.includes(key))).toBe(true);
    expect(repeats === 'our ledger only').toBe(deduplication === null);
    expect(commerce === 'by setting').toBe('eCommerceEvents' in settings);
  }
});

test.each(PAGES)('%s: every connector can be pasted into connectors.json', (name) => {
  const connectors = blocks(name)
    .filter((text) => text.includes('"direction"'))
    .map((text) => JSON.parse(text));
  expect(connectors.map(({ direction }) => direction)).toEqual(
    expect.arrayContaining(['inbound', 'outbound']),
  );
  for (const connector of connectors)
    checkConfig({
      air: { walletUrl: 'https://wallet.sandbox.uk.eagleeye.com/2.0' },
      feeds: connector.feed ? [{ id: connector.feed }] : [],
      connectors: [connector],
    });
});

test.each(PAGES)('%s: the nine audiences have an action reference each', (name) => {
  const [, table = ''] = /## Nine ready-made audiences\n([\s\S]*?)\n## /.exec(page(name)) ?? [];
  const references = [...table.matchAll(/^\|.*\|\s*`([A-Z0-9_]+)`\s*\|\s*$/gm)].map(
    ([, reference]) => reference,
  );
  expect(new Set(references).size).toBe(9);
});

test.each(PAGES)('%s: no audience leaves out members from before the installation', (name) => {
  const text = section(name, /^## Nine ready-made audiences$/);
  // `member` is only ever set by the event of joining.
  expect(text.split('\n').filter((line) => /loyalty_status.*`member`/.test(line))).toEqual([]);
  expect(text.replace(/\s+/g, ' ')).toContain('members from before the installation have none');
});

test.each([
  ['klaviyo', 'klaviyo/inbound/flow-webhook.template'],
  ['bloomreach', 'bloomreach/inbound/scenario-webhook.template'],
  ['webhook', 'webhook/outbound/batch'],
])('%s.md shows the sample %s', (name, path) => {
  expect(blocks(`${name}.md`).map((text) => JSON.parse(text))).toContainEqual(sample(path));
});

test.each(PAGES)('%s: links to files of the project lead somewhere', (name) => {
  const links = [...page(name).matchAll(/\]\((\.\.\/[^)#]+)\)/g)].map(([, link = '']) => link);
  for (const link of links) expect(() => readFileSync(`docs/platforms/${link}`)).not.toThrow();
});
