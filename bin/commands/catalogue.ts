import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { examples } from '../catalogue/examples';
import { cataloguePage } from '../catalogue/page';
import { type Help, type Options, readCommandLine } from '../operations/command-line';

export const name = 'catalogue';
export const summary = 'writes docs/event-catalogue.md from the code and the samples';
export const usage = 'catalogue [--check]';

const OPTIONS = {
  check: { type: 'boolean', help: 'write nothing; exit code 1 when the page is stale' },
} as const satisfies Options;

export const help: Help = { options: OPTIONS, example: 'catalogue --check' };

export const PAGE = join('docs', 'event-catalogue.md');

/** @returns 1 with `--check` when the page is stale. */
export async function run(args: string[]): Promise<number> {
  const { values } = readCommandLine(args, OPTIONS);
  const page = cataloguePage(examples());
  if (!values.check) {
    writeFileSync(PAGE, page);
    return 0;
  }
  if (readFileSync(PAGE, 'utf8') === page) return 0;
  console.error(`ee-connect catalogue: ${PAGE} is stale: run "npm run --silent ee-connect -- catalogue"`);
  return 1;
}
