/** docs/runbook.md is complete, leads somewhere, and says commands that exist. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkBefore } from '../../bin/operations/checks/run';
import { openTarget } from '../../bin/operations/open-target';
import { outputsOf } from '../../bin/operations/stack-outputs';
import { stackOf } from '../../bin/operations/target';
import { REWARD_STATES } from '../../functions/delivery/rewards/record';
import { REASONS } from '../../functions/platforms/outcome';
import { RUNBOOK } from '../../lib/alarms';
import { SAVED_QUERIES } from '../../lib/saved-queries';

jest.mock('../../bin/operations/open-target');
jest.mock('../../bin/operations/stack-outputs');
jest.mock('../../bin/operations/checks/run');

/** A command understood all that it was given, and goes to its installation. */
class Accepted extends Error {}

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
  /** Lines of consoles, whose output is no part of them; then all others, which may go over several lines. */
  const CONSOLE = /^ *\$ ee ([^|\n]*)/gm;
  const rest = text.replace(CONSOLE, '').replace(/\n\s+/g, ' ');
  const commands = [
    ...new Set(
      [...text.matchAll(CONSOLE), ...rest.matchAll(/(?:^|[`>"] ?|\s)ee ((?:[a-z]+)[^`"#|>\n]*)/gm)].map(
        ([, command]) => command!.trim(),
      ),
    ),
  ];

  test('there are many', () => {
    expect(commands.length).toBeGreaterThan(30);
  });

  const folder = mkdtempSync(join(tmpdir(), 'ee-connect-runbook-'));
  /** What the page leaves open, filled in. */
  const filledIn = (command: string): string[] => {
    const values: Record<string, string> = {
      ID: 'braze-news',
      N: '5',
      FILE: 'samples/air/purchase-settle.json',
      'events/*.json': 'samples/air/purchase-settle.json',
      'members.csv': join(folder, 'members.csv'),
      '<FeedUrl': 'https://api.example/v1/out/programme --key k',
    };
    return command.split(/\s+/).flatMap((word) => (values[word] ?? word).split(' '));
  };

  beforeAll(() => {
    writeFileSync(join(folder, 'members.csv'), 'walletId,type,value\n1,CUSTOMER_ID,a\n');
    process.env.EE_STACK = 'EeConnect-prod';
    for (const side of ['log', 'error'] as const) jest.spyOn(console, side).mockImplementation(() => {});
    jest.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response('', { status: 202 }));
    jest.mocked(openTarget).mockImplementation(async (options) => {
      if (!options.local && stackOf(options) === undefined) throw new Error('say where');
      throw new Accepted();
    });
    jest.mocked(outputsOf).mockRejectedValue(new Accepted());
    jest.mocked(checkBefore).mockResolvedValue([]);
  });
  afterAll(() => {
    delete process.env.EE_STACK;
    rmSync(folder, { recursive: true });
    jest.restoreAllMocks();
  });

  test.each(commands)('ee %s is accepted as it is pasted', async (command) => {
    const [name = '', ...args] = filledIn(command);
    const { run } = (await import(`../../bin/commands/${name}`)) as { run(args: string[]): Promise<number> };
    const ended = await run(args).catch((error: unknown) => error);
    // Those that look at no installation do their work; the others come as far as to look for it.
    if (name === 'send' || name === 'preview') expect(ended).toBe(0);
    else expect(ended).toBeInstanceOf(Accepted);
  });
});
