import { readFileSync } from 'node:fs';
import { examples } from '../../../bin/catalogue/examples';
import { cataloguePage } from '../../../bin/catalogue/page';
import { PAGE, run } from '../../../bin/commands/catalogue';
import { LOYALTY_EVENT_NAMES } from '../../../functions/air/catalogue';

const found = examples();
const page = cataloguePage(found);

it('docs/event-catalogue.md is current: `npm run --silent ee-connect -- catalogue` writes it', async () => {
  expect(readFileSync(PAGE, 'utf8')).toBe(page);
  expect(await run(['--check'])).toBe(0);
});

it.each(LOYALTY_EVENT_NAMES)('a sample tells %s', (name) => {
  expect(found.get(name)?.event.name).toBe(name);
});

it.each(LOYALTY_EVENT_NAMES)('the page has a section and an entry at a glance for %s', (name) => {
  expect(page).toContain(`\n### ${name}\n`);
  expect(page).toContain(`[${name}](#${name.toLowerCase().replaceAll(' ', '-')})`);
  expect(page).toContain(`\`EE ${name}\``);
});

it('refuses a catalogue with an event that no sample tells', () => {
  expect(() => cataloguePage(new Map([...found].slice(1)))).toThrow(/no sample tells/);
});

describe('a marketer finds at once', () => {
  const find = page.slice(page.indexOf('## Find what you need'), page.indexOf('## All events'));

  it.each([
    ['welcome', '`EE Loyalty Program Joined`'],
    ['thanks for a purchase', '`EE Order Completed`'],
    ['you reached 10,000 points', '`ee_points_balance`'],
  ])('what starts a message that says "%s"', (want, use) => {
    const line = find.split('\n').find((each) => each.includes(want));
    expect(line).toContain(use);
  });

  it('only names that exist', () => {
    const names = [...find.matchAll(/`EE ([^`]+)`/g)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) expect(LOYALTY_EVENT_NAMES).toContain(name);
    for (const [, attribute] of find.matchAll(/`ee_([a-z_]+)`/g))
      expect(page).toContain(`| \`ee_${attribute}\` |`);
  });
});
