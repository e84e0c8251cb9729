import { readFileSync } from 'node:fs';
import { type AirEvent, readAirEvent } from '../../functions/air/event';
import { parseJson } from '../../functions/air/json';
import { CommandError } from '../operations/command-error';
import { type Help, type Options, readCommandLine } from '../operations/command-line';
import { printableJson } from '../operations/printable';
import { previewConnector } from '../preview/connector';
import { previewEvent } from '../preview/event';

export const name = 'preview';
export const summary = 'dry run: what AIR events become, up to the requests to the platform';
export const usage =
  'preview FILE... [--platform P] [--connector ID] [--identity-type T] [--currency C] [--config FILE] [--pretty]';

const OPTIONS = {
  platform: {
    type: 'string',
    value: 'P',
    help: "as its connector does, else with the platform's example settings",
  },
  connector: { type: 'string', value: 'ID', help: 'as this outbound connector of the configuration does' },
  'identity-type': { type: 'string', value: 'T', help: 'instead of the identityType of the settings' },
  currency: { type: 'string', value: 'C', help: 'instead of the currency of the settings' },
  config: { type: 'string', value: 'FILE', help: 'instead of connectors.json' },
  pretty: { type: 'boolean', help: 'indented, for people: a block for each event instead of a line' },
} as const satisfies Options;

export const help: Help = {
  options: OPTIONS,
  notes: [
    'A line of JSON for each event: what it says (events, profiles), what the settings send of it (requests), problems.',
    'Nothing is sent, and no secret is read.',
  ],
  example: 'preview samples/air/purchase-settle.json --platform braze',
};

type Read = { readonly event: AirEvent } | { readonly problem: string };

function read(json: unknown): Read {
  const reading = readAirEvent(json, new Date().toISOString());
  return 'event' in reading ? reading : { problem: `${reading.reason}: ${reading.detail}` };
}

/** A file holds one AIR event, or a list of them. */
function readEvents(file: string): Read[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return [{ problem: code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})` }];
  }
  try {
    const json = parseJson(text);
    return Array.isArray(json) ? json.map(read) : [read(json)];
  } catch {
    return [{ problem: 'it is no JSON' }];
  }
}

/** On standard error, too: at the end of a long line nobody sees it, and it may say why nothing is sent. */
const tell = (file: string, index: number, problem: string): void =>
  console.error(`ee-connect preview: ${file}${index > 0 ? `, event ${index + 1}` : ''}: ${problem}`);

/**
 * Prints one JSON line per AIR event.
 * @returns 1 when a file is no AIR event; the others are still previewed.
 */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = readCommandLine(args, OPTIONS, { most: Number.POSITIVE_INFINITY });
  if (positionals.length === 0) throw new CommandError(`expected at least one file\nusage: ${usage}`);
  const connector = previewConnector({
    file: values.config ?? 'connectors.json',
    platform: values.platform,
    connector: values.connector,
    overrides: {
      ...(values['identity-type'] !== undefined && { identityType: values['identity-type'] }),
      ...(values.currency !== undefined && { currency: values.currency }),
    },
  });
  let exitCode = 0;
  for (const file of positionals)
    for (const [index, read] of readEvents(file).entries()) {
      if ('event' in read) {
        const preview = previewEvent(read.event, connector);
        console.log(printableJson({ file, ...preview }, values.pretty ? 2 : undefined));
        for (const problem of preview.problems) tell(file, index, problem);
      } else {
        exitCode = 1;
        tell(file, index, read.problem);
      }
    }
  return exitCode;
}
