import { existsSync, readFileSync } from 'node:fs';
import { configJsonSchema } from '../../functions/connectors/config-schema';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** Names of the settings, without the objects that only hold others. */
const names = ({ properties = {} }: Schema): string[] =>
  Object.entries(properties).flatMap(([name, schema]) => (schema.properties ? names(schema) : [name]));

test('docs/deploying.md explains every setting of operations', () => {
  const { properties } = configJsonSchema() as Required<Schema>;
  const page = readFileSync('docs/deploying.md', 'utf8');
  const settings = names(properties.operations!);
  expect(settings).toContain('queueAgeMinutes');
  expect(settings.filter((name) => !new RegExp(`^\\|[^|]*\\b${name}\``, 'm').test(page))).toEqual([]);
});

test('each threat of docs/security.md names a test, and it is there', () => {
  const [, table = ''] = /## Threats\n([\s\S]*?)\n## /.exec(readFileSync('docs/security.md', 'utf8')) ?? [];
  const threats = table.split('\n').filter((line) => /^\| (?!who )/.test(line));
  expect(threats.length).toBeGreaterThan(20);
  for (const threat of threats) {
    const cells = threat.split('|');
    const named = [
      ...(cells.at(-2) ?? '').matchAll(/`((?:functions|lib|bin|local|end-to-end)\/[\w/-]+)`/g),
    ].map(([, name]) => name!);
    expect([threat, named.length]).not.toEqual([threat, 0]);
    expect(
      named.filter((name) => !existsSync(`test/${name}.test.ts`) && !existsSync(`test/${name}`)),
    ).toEqual([]);
  }
});

test('links of both pages lead somewhere', () => {
  for (const page of ['deploying.md', 'security.md']) {
    const text = readFileSync(`docs/${page}`, 'utf8');
    const files = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, file]) => file!);
    expect(files.filter((file) => !existsSync(`docs/${file}`))).toEqual([]);
  }
});
