/** What the contract test takes from a platform's author, and how it asks for what is not there yet. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalPlatform } from '../../../../local/platforms/platform';
import { LOCAL_PLATFORMS } from '../../../../local/platforms/registry';
import type { Documented } from './outbound';

const PAGE = 'docs/adding-a-platform.md';

/** `documented.ts` beside a platform's other tests; looked for when a test asks for it, so that only those fail. */
export function documentedOf(name: string): Documented {
  const file = `test/functions/platforms/${name}/documented.ts`;
  if (!existsSync(file))
    throw new Error(
      `${name}: write ${file}, the documented limits and shapes of a call (${PAGE}#6-what-the-tests-ask-for)`,
    );
  return (jest.requireActual(`../${name}/documented`) as { documented: Documented }).documented;
}

export function localPlatformOf(name: string): LocalPlatform {
  const found = LOCAL_PLATFORMS[name];
  if (!found)
    throw new Error(
      `${name}: write local/platforms/${name}.ts with its simulator, and put its line into local/platforms/registry.ts (${PAGE}#5-the-local-run)`,
    );
  return found;
}

/** Bodies that the platform sends, by file. */
export function inboundSamples(
  name: string,
  folder = join('samples', 'platforms', name, 'inbound'),
): readonly (readonly [file: string, body: unknown])[] {
  const found = (existsSync(folder) ? readdirSync(folder) : [])
    .filter((file) => file.endsWith('.json'))
    .map((file) => [file, JSON.parse(readFileSync(join(folder, file), 'utf8'))] as const);
  if (found.length === 0)
    throw new Error(
      `${name}: put bodies that the platform sends into ${folder.replaceAll('\\', '/')}/*.json (${PAGE}#6-what-the-tests-ask-for)`,
    );
  return found;
}
