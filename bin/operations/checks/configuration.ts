import type { Config, ConnectorConfig } from '../../../functions/connectors/config';
import { ConfigError, type DeploymentConfig } from '../../../functions/connectors/config-schema';
import { PLATFORMS } from '../../../functions/platforms/registry';
import { readConfigFile } from '../../../lib/config-file';
import { type Finding, failed, ok, warn } from './finding';

/** The configuration of a file, or null where it cannot be used and the findings say why, a line per mistake. */
export function readConfiguration(file: string): {
  readonly config: DeploymentConfig | null;
  readonly findings: readonly Finding[];
} {
  try {
    const config = readConfigFile(file);
    return { config, findings: [ok(file, contents(config))] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const todo = 'Correct it; connectors.schema.json has every field';
    return { config: null, findings: error.lines.map((line) => failed(file, line, todo)) };
  }
}

function contents({ connectors, feeds }: Config): string {
  const inbound = connectors.filter(({ direction }) => direction === 'inbound').length;
  return `connectors: ${inbound} inbound and ${connectors.length - inbound} outbound; feeds: ${feeds.length}`;
}

/** What the schema allows and a deployment should know of. */
export const checkConfiguration = (config: Config): Finding[] => config.connectors.flatMap(checkConnector);

function checkConnector({ id, platform, direction, paused }: ConnectorConfig): Finding[] {
  const findings: Finding[] = [];
  if (paused)
    findings.push(
      warn(
        `connector ${id}`,
        'paused: its messages wait on its queue, for 14 days at most',
        'Take "paused" out and deploy when it is to go on',
      ),
    );
  const { title, inbound } = PLATFORMS[platform] ?? {};
  if (direction === 'inbound' && inbound && inbound.ownId === undefined)
    findings.push(
      warn(
        `connector ${id}`,
        `${title} sends no id of its own: without "id" in the body, the same body is one reward for 7 days`,
        `See that its template fills "id" (docs/platforms/${platform}.md)`,
      ),
    );
  return findings;
}
