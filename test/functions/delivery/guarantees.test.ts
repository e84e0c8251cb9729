import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  BREAKER_PAUSE,
  CONNECTOR_AGE,
  CONNECTOR_WAIT,
  IDENTITY_AGE,
  IDLE_CONNECTION,
  ITEM_AGE,
  KEEP_DAYS,
  QUEUE_AGE,
  REWARD_NEWS_WAIT,
} from '../../../functions/delivery/limits';
import { PLATFORMS } from '../../../functions/platforms/registry';

const page = readFileSync('docs/guarantees.md', 'utf8');
const state = readFileSync('docs/state.md', 'utf8');
const tests = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => readFileSync(join('test', file), 'utf8'));

const guarantees = [...page.matchAll(/^\| \*\*(G\d+)\*\*/gm)].map(([, name = '']) => name);

test('the page has G1 to G11', () => {
  expect(guarantees).toEqual(Array.from({ length: 11 }, (_, n) => `G${n + 1}`));
});

test.each(guarantees)('%s has a test of its name', (name) => {
  const named = new RegExp(`(test|describe)(\\.each[^'"\`]*)?\\(\\s*['"\`][^'"\`\\n]*\\b${name}\\b`);
  expect(tests.some((text) => named.test(text))).toBe(true);
});

test('the page says of every platform how it recognises a repeat', () => {
  const plain = page.replaceAll('`', '');
  for (const { title, outbound } of Object.values(PLATFORMS))
    if (outbound) expect(plain).toContain(`| ${title} | ${outbound.deduplication ?? 'not at all'} |`);
});

test.each([
  ['72 hours', CONNECTOR_AGE / 3_600_000, 72],
  ['10 days', QUEUE_AGE / 86_400_000, 10],
  ['15 minutes', ITEM_AGE / 60_000, 15],
  ['10 minutes', IDENTITY_AGE / 60_000, 10],
  ['285 s', CONNECTOR_WAIT / 1000, 285],
  ['15 s', BREAKER_PAUSE.longest / 1000, 15],
  ['15 s', REWARD_NEWS_WAIT / 1000, 15],
  ['4 s', IDLE_CONNECTION / 1000, 4],
])('the page and the code agree on %s', (words, inCode, onPage) => {
  expect(page).toContain(words);
  expect(inCode).toBe(onPage);
});

test('the state page lists every kind of row, and how long it lives', () => {
  const keys = readFileSync('functions/connectors/keys.ts', 'utf8');
  const partitions = new Set([...keys.matchAll(/`([A-Z]+)#/g)].map(([, letter = '']) => letter));
  // The sort keys of a wallet's partition are no partitions.
  for (const name of ['ATTRIBUTES', 'ORDER', 'SUBSCRIPTION', 'ACCOUNT']) {
    expect(state).toContain(`${name}#`);
    partitions.delete(name);
  }
  for (const letter of partitions) expect(state).toContain(`\`${letter}#`);
  for (const sk of [...keys.matchAll(/sk: '([A-Z]+)'/g)].map(([, name = '']) => name))
    expect(state).toContain(`\`${sk}\``);
  expect(state).toContain(`${KEEP_DAYS.delivered} days`);
  expect(state).toContain(`${KEEP_DAYS.attributes} days`);
});
