import { readdirSync } from 'node:fs';
import { helpText } from '../../bin/help';
import type { Help } from '../../bin/operations/command-line';

interface Command {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  readonly help: Help;
}

const commands = readdirSync('bin/commands').map((file) => file.replace(/\.ts$/, ''));
const load = async (name: string) => (await import(`../../bin/commands/${name}`)) as Command;

test.each(commands)(
  'help %s has a line for each action and option of its usage, and no others',
  async (name) => {
    const command = await load(name);
    const lines = helpText(command).split('\n');
    const optionsOf = (text: string) => [...new Set(text.match(/--[a-z][a-z-]+/g))].sort();
    const told = lines.flatMap((line) => /^ {2}(--\S+)(?: \S+)? {2,}\S.{8}/.exec(line)?.[1] ?? []);
    expect([...told].sort()).toEqual(optionsOf(command.usage));
    for (const action of Object.keys(command.help.actions ?? {})) {
      expect(command.usage).toMatch(new RegExp(`\\b${action}\\b`));
      expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^ {2}${action} +\\S.{20}`)));
    }
    expect(lines.at(-1)).toMatch(new RegExp(`^example: npm run --silent ee-connect -- ${name}\\b`));
    expect(
      Math.max(...lines.filter((line) => !line.startsWith('usage')).map(({ length }) => length)),
    ).toBeLessThan(150);
  },
);

test('an option says which actions take it', async () => {
  expect(helpText(await load('dlq'))).toContain('  --yes            discard: delete them for good');
});
