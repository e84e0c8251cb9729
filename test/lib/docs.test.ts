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

test('docs/security.md names tests that are there', () => {
  const rows = readFileSync('docs/security.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| '));
  const named = rows
    .map((row) => row.split('|').at(-2) ?? '')
    .flatMap((cell) => [...cell.matchAll(/`((?:functions|lib|bin|local|end-to-end)\/[\w/-]+)`/g)])
    .map(([, name]) => name!);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !existsSync(`test/${name}.test.ts`) && !existsSync(`test/${name}`))).toEqual(
    [],
  );
});

test('links of both pages lead somewhere', () => {
  for (const page of ['deploying.md', 'security.md']) {
    const text = readFileSync(`docs/${page}`, 'utf8');
    const files = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, file]) => file!);
    const written = files.filter((file) => !PENDING.includes(file));
    expect(written.filter((file) => !existsSync(`docs/${file}`))).toEqual([]);
  }
});

/** Pages of this release that others of its pages may already point to. */
const PENDING = ['state.md'];
