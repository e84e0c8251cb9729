/** What people paste from docs/platforms/ works. */
import { readdirSync, readFileSync } from 'node:fs';
import { checkConfig } from '../../functions/connectors/config-schema';
import { PLATFORMS } from '../../functions/platforms/registry';

const PAGES = readdirSync('docs/platforms');
const page = (name: string) => readFileSync(`docs/platforms/${name}`, 'utf8');
const blocks = (name: string): string[] =>
  [...page(name).matchAll(/```json\n([\s\S]*?)```/g)].map(([, text = '']) => text);
const sample = (path: string) => JSON.parse(readFileSync(`samples/platforms/${path}.json`, 'utf8'));

test('every platform has a page, with the sections that readers look for', () => {
  expect(PAGES.sort()).toEqual(
    Object.keys(PLATFORMS)
      .map((name) => `${name}.md`)
      .sort(),
  );
  for (const name of PAGES)
    for (const section of ['Nine ready-made audiences', 'Recipes', 'Revenue', 'Limits to know'])
      expect(`${name}: ${page(name)}`).toMatch(new RegExp(`^##+ ${section}$`, 'm'));
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
