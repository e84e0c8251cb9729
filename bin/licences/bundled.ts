import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { BUNDLING, FUNCTIONS } from '../../lib/bundles';

/** A package whose code is in a bundle that is deployed. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** As its package.json says it: an SPDX expression. */
  readonly licence: string;
}

/** What a retailer may run without asking anybody: permissive licences only (MIT-0 is MIT without its one condition). https://spdx.org/licenses/ */
const ALLOWED = ['MIT', 'MIT-0', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', '0BSD'] as const;

/** Whether an SPDX expression lets us choose an allowed licence. What is not understood is not allowed. */
export function isAllowed(licence: string): boolean {
  const choices = licence.replace(/^\(|\)$/g, '').split(/\s+OR\s+/);
  return choices.some((choice) =>
    choice.split(/\s+AND\s+/).every((each) => (ALLOWED as readonly string[]).includes(each)),
  );
}

/** The folder of the package that a source file belongs to; null for one of ours. */
export function packageFolder(file: string): string | null {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? null;
}

/** Every package in any of the functions' bundles, as esbuild puts them in, by name. */
export function bundledPackages(): BundledPackage[] {
  const { metafile } = buildSync({
    ...BUNDLING,
    entryPoints: FUNCTIONS.map((name) => join('functions', `${name}.ts`)),
    outdir: 'out',
    write: false,
    metafile: true,
  });
  const folders = new Set(Object.keys(metafile.inputs).flatMap((file) => packageFolder(file) ?? []));
  const packages = new Map<string, BundledPackage>();
  for (const folder of folders) {
    const { name, version, license } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    ) as Record<'name' | 'version' | 'license', string | undefined>;
    packages.set(`${name} ${version}`, {
      name: name ?? folder,
      version: version ?? '',
      licence: license ?? 'none',
    });
  }
  return [...packages.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
