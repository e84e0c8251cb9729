/** The addresses that the docs show are those of a deployed stack. */
import { readdirSync, readFileSync } from 'node:fs';
import { API_STAGE } from '../../lib/stage';

const PAGES = [
  'README.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const lines = (page: string) => readFileSync(page, 'utf8').split('\n');
const HOST = /execute-api\.[a-z0-9-]+\.amazonaws\.com/;

test("they look at every page, and some show the API's own host", () => {
  expect(PAGES.length).toBeGreaterThan(12);
  expect(PAGES.filter((page) => lines(page).some((line) => HOST.test(line))).length).toBeGreaterThan(5);
});

test.each(PAGES)("%s: behind the API's own host stands the stage that every stack has", (page) => {
  const right = new RegExp(`${HOST.source}/${API_STAGE}(/|$|[\`\\s])`);
  expect(lines(page).filter((line) => HOST.test(line) && !right.test(line))).toEqual([]);
});

test.each(PAGES)('%s: no second slash behind the output ApiUrl, which ends in one', (page) => {
  expect(lines(page).filter((line) => /ApiUrl>?"?\)?\//.test(line))).toEqual([]);
});

test.each(PAGES)('%s: who is told to post a sample is told what it does in production', (page) => {
  const text = lines(page).join(' ').replace(/\s+/g, ' ');
  if (/ee-connect -- send |`ee-connect send`|\bee send samples/.test(text))
    expect(text).toContain('In production a sample would be told of a consumer who does not exist');
});
