/** docs/runbook.md is complete, leads somewhere, and says commands that exist. */
import { existsSync, readFileSync } from 'node:fs';
import { REWARD_STATES } from '../../functions/delivery/rewards/record';
import { REASONS } from '../../functions/platforms/outcome';
import { RUNBOOK } from '../../lib/alarms';
import { SAVED_QUERIES } from '../../lib/saved-queries';

const text = readFileSync('docs/runbook.md', 'utf8');
const slug = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replace(/\s/g, '-');
/** Sections by anchor: their own text, without that of the sections below. */
const sections = new Map(
  text
    .split(/^(?=#+ )/m)
    .filter((part) => part.startsWith('#'))
    .map((part) => [slug(/^#+ (.+)$/m.exec(part)![1]!), part]),
);
const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => slug(heading!));

test('no two sections have the same anchor', () => {
  expect(headings).toHaveLength(new Set(headings).size);
});

test.each([...new Set([...RUNBOOK, ...Object.keys(REASONS)])])(
  '%s: what it means, how to see it, what to do, how to know that it is over',
  (name) => {
    const section = sections.get(name) ?? '';
    for (const label of ['Means', 'See it', 'Do', 'Over when'])
      expect(section).toMatch(new RegExp(`^- \\*\\*${label}\\*\\* \\S.{10}`, 'm'));
  },
);

test('every other section of alarms and reasons is about one that exists', () => {
  const from = headings.indexOf('alarms');
  const known: readonly string[] = [...RUNBOOK, ...Object.keys(REASONS), 'alarms', 'dead-letter-reasons'];
  expect(headings.slice(from).filter((heading) => !known.includes(heading))).toEqual([]);
});

test('the table of reasons has each of them once', () => {
  const [, table = ''] = /## Dead-letter reasons\n([\s\S]*?)\n###/.exec(text) ?? [];
  const listed = [...table.matchAll(/\[([\w-]+)\]\(#\1\)/g)].map(([, reason]) => reason!);
  expect(listed.sort()).toEqual(Object.keys(REASONS).sort());
});

test('recipes end with how to know that it is over', () => {
  const recipes = headings.slice(headings.indexOf('the-tools') + 1, headings.indexOf('alarms'));
  expect(recipes[0]).toBe('where-is-my-customers-reward');
  for (const recipe of recipes) expect(sections.get(recipe)).toMatch(/^\*\*Over when\*\* /m);
});

test("the first recipe has each state of a reward's record", () => {
  const listed = [...sections.get('where-is-my-customers-reward')!.matchAll(/^\| `(\w+)` \|/gm)].map(
    ([, state]) => state!,
  );
  expect(listed.sort()).toEqual([...REWARD_STATES].sort());
});

test('links lead somewhere', () => {
  for (const [, target = ''] of text.matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
    const [file, anchor] = target.split('#');
    const page = file ? `docs/${file}` : 'docs/runbook.md';
    expect([page, existsSync(page)]).toEqual([page, true]);
    if (anchor) {
      const found = [...readFileSync(page, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
        slug(heading!),
      );
      expect(found).toContain(anchor);
    }
  }
});

test('saved queries are called by their names, and all are named', () => {
  const names = SAVED_QUERIES.map(({ name }) => name);
  for (const name of names) expect(text.replace(/\s+/g, ' ')).toContain(`\`${name}\``);
  const called = [...text.replace(/\n\s*/g, ' ').matchAll(/saved query `([^`]+)`/gi)].map(
    ([, name]) => name!,
  );
  expect(called.length).toBeGreaterThan(10);
  expect(called.filter((name) => !(names as readonly string[]).includes(name))).toEqual([]);
});

test("the dashboard's widgets are called by their titles", () => {
  const dashboard = ['lib/dashboard.ts', 'lib/dashboard-connector.ts']
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  const titles = [...text.replace(/\n\s*/g, ' ').matchAll(/on the dashboard "([^"]+)"/g)].map(
    ([, title]) => title!,
  );
  expect(titles.length).toBeGreaterThan(3);
  expect(titles.filter((title) => !dashboard.includes(title))).toEqual([]);
});

describe('commands', () => {
  const commands = [
    ...new Set(
      [...text.replace(/\n\s+/g, ' ').matchAll(/(?:^|[`$>"] ?|\s)ee ((?:[a-z]+)[^`"#|>\n]*)/gm)].map(
        ([, command]) => command!.trim(),
      ),
    ),
  ];

  test('there are many', () => {
    expect(commands.length).toBeGreaterThan(30);
  });

  test.each(commands)('ee %s', async (command) => {
    const [name = '', ...rest] = command.split(/\s+/);
    const { usage } = (await import(`../../bin/commands/${name}`)) as { usage: string };
    const action = rest[0] && /^[a-z]+$/.test(rest[0]) ? rest[0] : undefined;
    if (action) expect(usage).toMatch(new RegExp(`\\b${action}\\b`));
    for (const option of command.match(/--[a-z][a-z-]+/g) ?? []) expect(usage).toContain(option);
    const reason = /--reason (\S+)/.exec(command)?.[1]?.replace(/\W+$/, '');
    if (reason) expect(Object.keys(REASONS)).toContain(reason);
    const state = /--state (\w+)/.exec(command)?.[1];
    if (state) expect(REWARD_STATES).toContain(state);
  });
});
