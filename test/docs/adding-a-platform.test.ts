import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const page = readFileSync('docs/adding-a-platform.md', 'utf8');
const FIXTURE = join('test', 'fixtures', 'postbox');
const platforms = join('functions', 'platforms');

test('its code is that of the platform which the tests add', () => {
  const code = readdirSync(FIXTURE, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(FIXTURE, name), 'utf8'))
    .join('\n');
  const blocks = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, block = '']) => block.trimEnd());
  expect(blocks.length).toBeGreaterThan(3);
  for (const block of blocks) expect(code).toContain(block);
});

test('it explains every member of the contract', () => {
  const contract = ['outbound.ts', 'inbound.ts']
    .map((name) => readFileSync(join(platforms, name), 'utf8'))
    .join('\n');
  for (const name of ['Outbound', 'Inbound']) {
    const [, body = ''] =
      new RegExp(`export interface ${name}<[\\s\\S]*?\\{\\n([\\s\\S]*?)\\n\\}`).exec(contract) ?? [];
    const members = [...body.matchAll(/^ {2}(?:readonly )?(\w+)\??[(:]/gm)].map(([, member]) => member!);
    expect(members.length).toBeGreaterThan(5);
    for (const member of members) expect(page).toMatch(new RegExp(`^\\|.*\`${member}\``, 'm'));
  }
});

test('the files it names are there, and its links lead somewhere', () => {
  const [, table = ''] = /## What is there to build with\n([\s\S]*?)\n## /.exec(page) ?? [];
  const rows = table.split('\n').filter((line) => line.startsWith('| `'));
  const files = rows.flatMap((row) =>
    [...row.split('|')[1]!.matchAll(/`([\w-]+)`/g)].map(([, name]) => name!),
  );
  expect(files.length).toBeGreaterThan(10);
  expect(files.filter((name) => !existsSync(join(platforms, `${name}.ts`)))).toEqual([]);
  const links = [...page.matchAll(/\]\((\.\.\/[^)#]+)\)/g)].map(([, link]) => link!);
  expect(links.filter((link) => !existsSync(join('docs', link)))).toEqual([]);
});

test('the line that it changes is that of the registry, whatever was added to it since', () => {
  const [, line = ''] = /```diff[\s\S]*?\n- *(\[.*)\]\.map/.exec(page) ?? [];
  expect(line).not.toBe('');
  expect(readFileSync(join(platforms, 'registry.ts'), 'utf8')).toContain(line);
});
