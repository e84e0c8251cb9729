import { parseArgs } from 'node:util';
import { connectorPath, feedPath } from '../../functions/connectors/addresses';
import { PLATFORMS } from '../../functions/platforms/registry';
import { readConfigFile } from '../../lib/config-file';
import { textTable } from '../operations/text-table';

export const name = 'connectors';
export const summary = 'the connectors of connectors.json and the platforms there are';
export const usage = 'connectors [--config FILE]';

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { config: { type: 'string' } } });
  const file = values.config ?? 'connectors.json';
  const config = readConfigFile(file);
  console.log(
    textTable(
      ['connector', 'platform', 'direction', 'address', 'feed', 'state'],
      config.connectors.map((connector) => [
        connector.id,
        PLATFORMS[connector.platform]?.title ?? connector.platform,
        connector.direction,
        connectorPath(connector),
        connector.feed ? feedPath(connector.feed) : '',
        connector.paused ? 'paused' : 'on',
      ]),
    ),
  );
  const yes = (side: unknown) => (side ? 'yes' : '');
  console.log(
    `\n${textTable(
      ['platform', 'name', 'in', 'out', 'recognises repeats by'],
      Object.values(PLATFORMS).map(({ title, name: id, inbound, outbound }) => [
        title,
        id,
        yes(inbound),
        yes(outbound),
        outbound ? (outbound.deduplication ?? 'our ledger only') : '',
      ]),
    )}`,
  );
  return 0;
}
