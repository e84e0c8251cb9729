import { connectorPath, feedPath } from '../../functions/connectors/addresses';
import { PLATFORMS } from '../../functions/platforms/registry';
import { readConfigFile } from '../../lib/config-file';
import { type Help, type Options, readCommandLine } from '../operations/command-line';
import { textTable } from '../operations/text-table';

export const name = 'connectors';
export const summary = 'the connectors of connectors.json and the platforms there are';
export const usage = 'connectors [--config FILE]';

const OPTIONS = {
  config: { type: 'string', value: 'FILE', help: 'instead of connectors.json' },
} as const satisfies Options;

export const help: Help = { options: OPTIONS, example: 'connectors' };

export async function run(args: string[]): Promise<number> {
  const { values } = readCommandLine(args, OPTIONS, { meant: () => '--config' });
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
