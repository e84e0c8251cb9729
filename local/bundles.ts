import type { Config } from '../functions/connectors/config';
import { bundleWithConfig, FUNCTIONS, type FunctionName } from '../lib/bundles';

/**
 * Builds every function as the stack deploys it, with the checked configuration beside it.
 * @returns each function's folder.
 */
export function buildBundles(config: Config, folder: string): Record<FunctionName, string> {
  const folders = FUNCTIONS.map((name) => [name, bundleWithConfig(name, folder, config)]);
  return Object.fromEntries(folders) as Record<FunctionName, string>;
}
