import { readFileSync } from 'node:fs';
import type { Construct } from 'constructs';
import { ConfigError, checkConfig, type DeploymentConfig } from '../functions/connectors/config-schema';
import { parseConfigText } from '../functions/connectors/config-text';

/** The configuration of the app that a construct is in: the file of `-c config=`. */
export const configFileOf = (scope: Construct): string =>
  String(scope.node.tryGetContext('config') ?? 'connectors.json');

/**
 * Reads and checks the configuration, `connectors.json` or the file of `-c config=`.
 * @throws ConfigError with a line per mistake, also when the file is missing or no JSON.
 */
export function readConfigFile(file: string): DeploymentConfig {
  return checkConfig(parse(file), file);
}

function parse(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new ConfigError(file, [
      '(file): cannot be read, expected a JSON file (-c config=FILE names another)',
    ]);
  }
  return parseConfigText(text, file);
}
