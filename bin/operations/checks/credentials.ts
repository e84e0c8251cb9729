import { type AirCredentials, authHash } from '../../../functions/air/trigger';
import type { Config } from '../../../functions/connectors/config';
import type { OutboundSettings } from '../../../functions/connectors/settings';
import { type HttpClient, httpClient } from '../../../functions/delivery/http';
import type { HttpAnswer, HttpRequest, ProbeVerdict } from '../../../functions/platforms/http';
import type { Outbound } from '../../../functions/platforms/outbound';
import { PLATFORMS } from '../../../functions/platforms/registry';
import { type Finding, failed, ok, warn } from './finding';
import type { CheckedSecret } from './secrets';

const TIMEOUT_MS = 8000;
/** No wallet has this id. */
const NOBODYS_WALLET = '0';

/** One harmless call, ready to be sent. */
interface Asked {
  readonly what: string;
  readonly request: HttpRequest;
  read(answer: HttpAnswer): ProbeVerdict;
  /** Where the right ones are found. */
  readonly page: string;
  /** What to do about an answer that does not tell. */
  unclear?(answer: HttpAnswer): string | undefined;
}

/**
 * Asks AIR for a wallet that does not exist: "not found" to credentials that it knows, 401 to others.
 * https://developer.eagleeye.com/eagleeye-developer/docs/api-authentication
 */
export function airProbe(walletUrl: string, credentials: AirCredentials): HttpRequest {
  const url = new URL(`${walletUrl.replace(/\/+$/, '')}/wallet/${NOBODYS_WALLET}`);
  return {
    method: 'GET',
    url: url.href,
    headers: {
      accept: 'application/json',
      'x-ees-auth-client-id': credentials.clientId,
      'x-ees-auth-hash': authHash(`${url.pathname}${url.search}`, '', credentials.clientSecret),
    },
    body: '',
  };
}

/**
 * Whether AIR itself looked for the wallet. A gateway in front of it answers 404 as well, before anybody has looked at the
 * credentials, for an address whose path is wrong; it may repeat that path.
 */
function speaksOfWallet(body: string): boolean {
  const words = body.replace(/\\?\/[^\s"',]*/g, ' ');
  return /identit|wallet|consumer|customer/i.test(words) && !/\b(route|endpoint|path|url)\b/i.test(words);
}

function readAir({ status, headers, body }: HttpAnswer): ProbeVerdict {
  if (status === 401 || status === 403) return 'refused';
  // A web server's own page: that was not AIR.
  if (/html/i.test(headers['content-type'] ?? '')) return 'unknown';
  if (status === 404) return speaksOfWallet(body) ? 'accepted' : 'unknown';
  return status === 200 || status === 400 ? 'accepted' : 'unknown';
}

/** Nothing that passes by itself. */
const isAirAddressWrong = ({ status }: HttpAnswer): boolean => status < 500 && status !== 429;

/** Calls for every secret whose credentials are usable; `untold` names connectors that have no such call. */
function asked(config: Config, secrets: readonly CheckedSecret[]): { calls: Asked[]; untold: Finding[] } {
  const calls: Asked[] = [];
  const untold: Finding[] = [];
  const credentialsOf = (owner: string) =>
    secrets.find((secret) => secret.owner === owner)?.judged?.credentials ?? null;
  const air = credentialsOf('air') as AirCredentials | null;
  if (air)
    calls.push({
      what: 'AIR accepts clientId and clientSecret',
      request: airProbe(config.air.walletUrl, air),
      read: readAir,
      page: 'docs/air-setup.md',
      unclear: (answer) =>
        isAirAddressWrong(answer)
          ? 'Is air.walletUrl right, with its path (https://wallet.uk.eagleeye.com/2.0)? docs/air-setup.md has them'
          : undefined,
    });
  for (const { id, platform, settings, direction } of config.connectors) {
    const found: Outbound<OutboundSettings, unknown> | undefined = PLATFORMS[platform]?.outbound;
    const credentials = credentialsOf(id);
    if (direction !== 'outbound' || !found || !credentials) continue;
    const probes = found.probes?.(settings as unknown as OutboundSettings) ?? [];
    if (probes.length === 0) untold.push(cannotTell(id, PLATFORMS[platform]?.title ?? platform));
    for (const { credential, request, read } of probes)
      calls.push({
        what: `${id}: ${credential}`,
        request: found.authorize(request, credentials),
        read,
        page: `docs/platforms/${platform}.md`,
      });
  }
  return { calls, untold };
}

const cannotTell = (id: string, title: string): Finding =>
  warn(
    `${id}: credentials`,
    `${title} has no call that would tell without an effect`,
    'See that an event of AIR arrives, or on a test stage send a sample: it tells of a consumer who does not exist (ee-connect send)',
  );

async function ask({ what, request, read, page, unclear }: Asked, client: HttpClient): Promise<Finding> {
  const result = await client.send(request, TIMEOUT_MS);
  if (result.kind !== 'answered')
    return failed(what, `no answer (${result.detail})`, 'See whether the host is reachable, above');
  const { status } = result.answer;
  switch (read(result.answer)) {
    case 'accepted':
      return ok(what, `accepted (${status})`);
    case 'refused':
      return failed(
        what,
        `refused (${status})`,
        `Put the right one (${page}), or let in the address of this machine`,
      );
    case 'unknown':
      return warn(
        what,
        `cannot tell: the answer is ${status}`,
        unclear?.(result.answer) ?? 'Try again later',
      );
  }
}

/**
 * Whether AIR and the platforms accept the credentials that are usable by their form, by calls that change nothing.
 * @param client of the functions themselves, so that what works here works there.
 */
export async function checkCredentials(
  config: Config,
  secrets: readonly CheckedSecret[],
  client: HttpClient = httpClient(),
): Promise<Finding[]> {
  const { calls, untold } = asked(config, secrets);
  return [...(await Promise.all(calls.map((call) => ask(call, client)))), ...untold];
}
