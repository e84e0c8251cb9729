import { parseArgs } from 'node:util';
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
      config.connectors.map(({ id, platform, direction, feed, paused }) => [
        id,
        PLATFORMS[platform]?.title ?? platform,
        direction,
        direction === 'inbound' ? `/in/${platform}/${id}` : `/out/${platform}/${id}`,
        feed ? `/out/${feed}` : '',
        paused ? 'paused' : 'on',
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
