import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type AirReading, readAirEvent } from '../../functions/air/event';
import { parseJson } from '../../functions/air/json';
import { CommandError } from '../operations/failure';
import { previewConnector } from '../preview/connector';
import { previewEvent } from '../preview/event';

export const name = 'preview';
export const summary = 'dry run: what AIR events become, up to the requests to the platform';
export const usage =
  'preview FILE... [--platform P] [--connector ID] [--identity-type T] [--currency C] [--config FILE]';

/** A file holds one AIR event, or a list of them. */
function readEvents(file: string): AirReading[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return [
      {
        reason: 'not-an-air-event',
        detail: code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`,
      },
    ];
  }
  let json: unknown;
  try {
    json = parseJson(text);
  } catch {
    return [{ reason: 'not-an-air-event', detail: 'it is no JSON' }];
  }
  return Array.isArray(json) ? json.map((entry) => readAirEvent(entry)) : [readAirEvent(json)];
}

/**
 * Prints one JSON line per AIR event.
 * @returns 1 when a file is no AIR event; the others are still previewed.
 */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      platform: { type: 'string' },
      connector: { type: 'string' },
      'identity-type': { type: 'string' },
      currency: { type: 'string' },
      config: { type: 'string' },
    },
  });
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
    for (const [index, reading] of readEvents(file).entries()) {
      if ('event' in reading)
        console.log(JSON.stringify({ file, ...previewEvent(reading.event, connector) }));
      else {
        exitCode = 1;
        const entry = index > 0 ? `, event ${index + 1}` : '';
        console.error(`ee-connect preview: ${file}${entry}: ${reading.reason}: ${reading.detail}`);
      }
    }
  return exitCode;
}
