import { readFileSync } from 'node:fs';
import { ConfigError, checkConfig, type DeploymentConfig } from '../functions/connectors/config-schema';

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
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConfigError(file, [`(file): expected JSON: ${(error as SyntaxError).message}`]);
  }
}
