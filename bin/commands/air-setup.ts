import { airAddresses } from '../../functions/connectors/addresses';
import type { DeploymentConfig } from '../../functions/connectors/config-schema';
import { identityTypesOf } from '../../functions/connectors/identity-types';
import { readConfigFile } from '../../lib/config-file';
import { neededAirEvents } from '../operations/air-events';
import { CommandError } from '../operations/command-error';
import { type Help, type Options, readCommandLine } from '../operations/command-line';
import { textTable } from '../operations/text-table';
import { isLoopback, webAddress } from '../operations/web-address';

export const name = 'air-setup';
export const summary = 'the text to send to Eagle Eye: what AIR has to be set up with';
export const usage = 'air-setup [--api-url URL] [--config FILE]';

const API_URL = 'https://abc123.execute-api.eu-west-1.amazonaws.com/v1';
const OPTIONS = {
  'api-url': { type: 'string', value: 'URL', help: "the deployed stack's output ApiUrl" },
  config: { type: 'string', value: 'FILE', help: 'instead of connectors.json' },
} as const satisfies Options;

export const help: Help = {
  options: OPTIONS,
  example: `air-setup --api-url ${API_URL}`,
};

const HEADING = '=';

function section(title: string, lines: readonly string[]): string {
  return [title, HEADING.repeat(title.length), ...lines, ''].join('\n');
}

const actions = (config: DeploymentConfig): string[][] =>
  config.connectors.flatMap(({ id, settings }) =>
    Object.entries((settings.actions as Record<string, string> | undefined) ?? {}).map(
      ([audience, action]) => [action, audience, id],
    ),
  );

function airSetupText(config: DeploymentConfig, apiUrl: string): string {
  const types = [...identityTypesOf(config)].sort();
  const references = actions(config);
  return [
    section('1. Deliver events to these addresses', [
      'One HTTP POST per event, JSON, header X-Auth-Token with the External Key that we send you separately.',
      'An answer other than 2xx means: please deliver again. 429 and 503 carry Retry-After, in seconds.',
      '',
      textTable(
        ['address', 'key of', 'for'],
        airAddresses(config).map(({ path, of, id, connectors }) => [
          apiUrl + path,
          `${of} ${id}`,
          connectors.join(', '),
        ]),
      ),
    ]),
    section('2. Deliver these events', [
      textTable(
        ['AIR event', 'needed for'],
        [...neededAirEvents()].map(([airEvent, why]) => [airEvent, [...new Set(why)].join(', ')]),
      ),
    ]),
    section('3. Enrich them with identities', [
      `Please enrich each event with the wallet's identities (enrichmentData, walletEntity), at least of the`,
      `type${types.length === 1 ? '' : 's'} ${types.join(', ') || '(no outbound connector yet)'}.`,
    ]),
    section('4. API credentials for rewards', [
      `We call POST ${config.air.walletUrl}/services/trigger and need a client id and secret for it.`,
      'Please tell us whether AIR refuses a walletTransaction.reference that was used before (see onUnknownOutcome in',
      'our documentation: it decides what we do after a call without an answer).',
    ]),
    section('5. Actions', [
      'A Social or Behavioural Action campaign for each reward, with these action references:',
      '',
      references.length > 0
        ? textTable(['action reference', 'audience', 'connector'], references)
        : 'The references stand in the requests of the platform; none are mapped in connectors.json.',
    ]),
  ].join('\n');
}

export async function run(args: string[]): Promise<number> {
  const { values } = readCommandLine(args, OPTIONS, {
    meant: (word) => (word.endsWith('.json') ? '--config' : '--api-url'),
  });
  const config = readConfigFile(values.config ?? 'connectors.json');
  process.stdout.write(airSetupText(config, apiUrlOf(values['api-url'])));
  return 0;
}

/** Without a slash at its end. Eagle Eye is told to send keys and personal data there. @throws CommandError */
function apiUrlOf(text: string | undefined): string {
  if (text === undefined) return 'https://<ApiUrl of the deployed stack>';
  const { protocol, hostname } = webAddress(text, '--api-url', API_URL);
  if (protocol !== 'https:' && !isLoopback(hostname))
    throw new CommandError(`--api-url: expected https, as in ${API_URL}`);
  return text.replace(/\/+$/, '');
}
