import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';
import type { BundledConfig, Config } from '../functions/connectors/config';
import { DIRECTIONS } from '../functions/platforms/registry';

/** The functions, by file name in `functions/`. */
export const FUNCTIONS = [
  'inbound-receive',
  'outbound-receive',
  'inbound-deliver',
  'outbound-deliver',
  'subscription-expiry',
] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

/**
 * How every bundle is made. The banner gives CommonJS dependencies the `require` that ESM bundles lack; without it they
 * fail at cold start only.
 */
export const BUNDLING = {
  bundle: true,
  minify: true,
  sourcemap: 'linked',
  sourcesContent: false,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  alias: { '@aws-sdk/credential-provider-node': './functions/connectors/lambda-credentials.ts' },
  banner: { js: "import{createRequire as r}from'node:module';const require=r(import.meta.url);" },
  logLevel: 'error',
} as const satisfies BuildOptions;

/**
 * Bundles one function as the stack deploys it and the local run starts it: `<folder>/<name>/index.mjs` with its source map.
 * @param aliases module names to what stands in for them, besides what is deployed so: for the bench only.
 * @returns the folder.
 */
export function bundle(
  name: FunctionName,
  folder: string,
  aliases: Readonly<Record<string, string>> = {},
): string {
  const out = join(folder, name);
  buildSync({
    ...BUNDLING,
    entryPoints: [join('functions', `${name}.ts`)],
    outfile: join(out, 'index.mjs'),
    alias: { ...BUNDLING.alias, ...aliases },
  });
  return out;
}

/**
 * A function as it is deployed: its bundle, and beside it the checked configuration that it reads at start. What the
 * functions have no use for (`operations`) stays out, so that a changed alarm changes no function.
 * @returns the folder.
 */
export function bundleWithConfig(
  name: FunctionName,
  folder: string,
  config: Config,
  aliases: Readonly<Record<string, string>> = {},
): string {
  const { air, feeds, connectors } = config;
  const bundled: BundledConfig = { air, feeds, connectors, platforms: DIRECTIONS };
  const out = bundle(name, folder, aliases);
  writeFileSync(join(out, 'connectors.json'), JSON.stringify(bundled));
  return out;
}
