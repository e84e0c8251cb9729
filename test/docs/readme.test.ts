/** README says what there is. */
import { readdirSync, readFileSync } from 'node:fs';

const text = readFileSync('README.md', 'utf8');
const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };

test('it stays short', () => {
  expect(text.split('\n').length).toBeLessThan(200);
});

test('the Node.js that it asks for is that of package.json, and enough for every package', () => {
  const [, version = ''] = /Node\.js ([\d.]+) or newer, nothing else/.exec(text) ?? [];
  expect(engines.node).toBe(`>=${version}`);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { engines?: { node?: string } }>;
  };
  const newer = Object.entries(packages).filter(([, { engines: asked }]) => {
    const [, least, more = 0] = /^>=? ?(\d+)(?:\.(\d+))?/.exec(asked?.node ?? '') ?? [];
    return Number(least) > major || (Number(least) === major && Number(more) > minor);
  });
  // npm warns of each: add an entry to "overrides" in package.json.
  expect(newer.map(([name, { engines: asked }]) => `${name} ${asked?.node}`)).toEqual([]);
});

/** Not for those who use it: they make and test this project. */
const OF_DEVELOPERS = ['catalogue', 'schema', 'soak'];
const commands = readdirSync('bin/commands')
  .map((file) => file.replace('.ts', ''))
  .filter((name) => !OF_DEVELOPERS.includes(name));

test.each(commands)('the table of commands has %s, with each of its actions', async (name) => {
  const { usage } = (await import(`../../bin/commands/${name}`)) as { usage: string };
  const actions = usage
    .split('\n')
    .flatMap((line) => new RegExp(`^\\s*${name} ([a-z|]+)`).exec(line)?.[1]?.split('|') ?? []);
  const row = text.split('\n').find((line) => line.startsWith(`| \`${name}`)) ?? '';
  expect(row).not.toBe('');
  for (const action of actions) expect(row).toMatch(new RegExp(`[\` ]${action}[\` ]`));
});
