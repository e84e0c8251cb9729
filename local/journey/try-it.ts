/** Calls to paste into another terminal once the local run is up. */
import { connectorPath, feedPath } from '../../functions/connectors/addresses';
import type { ConnectorConfig } from '../../functions/connectors/config';
import { feedAddress } from '../../functions/connectors/feed-address';
import type { LocalPlatform } from '../platforms/platform';
import { ACTION, AUDIENCE } from './play';

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

interface Call {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The argument of `-d`: text, or `@file`. */
  readonly data?: string;
}

/** One command for a POSIX shell, broken into lines where it is long. */
export function curl({ url, headers = {}, data }: Call): string {
  const parts = [
    `curl -i ${quoted(url)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(data === undefined ? [] : [`--data-binary ${data.startsWith('@') ? data : quoted(data)}`]),
  ];
  return parts.join(' \\\n  ');
}

interface TryItOptions {
  readonly url: string;
  readonly platform: LocalPlatform;
  readonly inbound: ConnectorConfig;
  readonly outbound: ConnectorConfig;
  /** As the platform knows a sample consumer. */
  readonly identityValue: string;
  /** The key of an address, by a connector's id or `feed/<id>`. */
  readonly keyOf: (of: string) => string;
  /** A file with an AIR event; null where there is none. */
  readonly sample: string | null;
}

/** Each call with what it shows. */
export function callsToTry(options: TryItOptions): { readonly shows: string; readonly command: string }[] {
  const { url, platform, inbound, outbound, identityValue, sample } = options;
  const entry = (
    shows: string,
    change: { identityValue?: string; action?: string; key?: string; id: string },
  ) => {
    const request = platform.entry(
      {
        identityValue: change.identityValue ?? identityValue,
        audience: AUDIENCE,
        action: change.action ?? ACTION,
        entryId: change.id,
      },
      change.key ?? options.keyOf(inbound.id),
    );
    const address = url + connectorPath(inbound);
    return { shows, command: curl({ url: address, headers: request.headers, data: request.body }) };
  };
  const deadLetters = `${url}/_local/dead-letters/${inbound.id}`;
  const out = outbound.feed ? feedPath(outbound.feed) : connectorPath(outbound);
  const key = options.keyOf(outbound.feed ? feedAddress(outbound.feed) : outbound.id);
  const event = {
    shows: 'An AIR event, 202; paste it twice: it has one effect',
    command: curl({
      url: url + out,
      headers: { 'content-type': 'application/json', 'X-Auth-Token': key },
      data: `@${sample}`,
    }),
  };
  return [
    entry('A reward, 202; paste it twice: it is one entry, so one reward', { id: 'try-1' }),
    entry('A wrong key, 401', { id: 'try-2', key: 'not-the-key' }),
    entry(`An identity that AIR does not know, 202; then see ${deadLetters}`, {
      id: 'try-3',
      identityValue: 'NOBODY-1',
    }),
    entry(`An action that AIR does not know, 202; then see ${deadLetters}`, {
      id: 'try-4',
      action: 'NO-SUCH-ACTION',
    }),
    ...(sample === null ? [] : [event]),
    {
      shows: `${platform.title} answers its next call with 429 …`,
      command: curl({
        url: `${url}/_local/${platform.name}/fail`,
        data: '{"kind":"answer","status":429}',
      }),
    },
    entry(`… and another reward: it is in ${platform.title} some seconds later`, { id: 'try-5' }),
  ];
}
