/** AIR's wallet API as far as EE Connect calls it: authentication, `POST /services/trigger`, look-up of a wallet's identities. */
import { createHash } from 'node:crypto';
import type { Action, Programme, Wallet } from './programme';
import { enrichment, type Triggered, trigger } from './trigger';

export interface AirCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A request as it came over the wire. Header names are lower case. */
interface AirRequest {
  readonly method: string;
  /** Path with prefix and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

interface AirAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** To be posted to the subscribers once the answer is out. */
  readonly event?: Triggered['event'];
}

export interface WalletApiOptions {
  /** In front of every path, for example `/2.0`. */
  readonly prefix: string;
  readonly credentials: AirCredentials;
  /** What a `walletTransaction.reference` that was used before does: AIR's documentation does not say. */
  readonly usedReference: 'accept' | 'refuse';
}

/** AIR's error codes are not published; these texts are invented, and tell an unknown identity from an unknown action. */
const refusal = (status: number, errorCode: string, errorMessage: string): AirAnswer => ({
  status,
  body: { errorCode, errorMessage, details: [] },
});

/**
 * Lower-case hex SHA-256 of path with query, body as sent, and secret.
 * https://developer.eagleeye.com/eagleeye-developer/docs/api-authentication
 */
export function authHash(url: string, body: Buffer, secret: string): string {
  return createHash('sha256').update(url).update(body).update(secret).digest('hex');
}

/** Answers one request, and changes the programme where it issues a reward. */
export function answerWalletApi(
  programme: Programme,
  request: AirRequest,
  options: WalletApiOptions,
  now: Date,
): AirAnswer {
  const { method, url, headers, body } = request;
  if (
    headers['transfer-encoding'] !== undefined ||
    (method === 'POST' && headers['content-length'] === undefined)
  )
    return refusal(411, 'LENGTH', 'A body needs a Content-Length; chunked bodies are not read');
  const { clientId, clientSecret } = options.credentials;
  const hash = authHash(url, body, clientSecret);
  if (headers['x-ees-auth-client-id'] !== clientId || headers['x-ees-auth-hash'] !== hash)
    return refusal(401, 'AUTH', 'Authentication failed');
  const [path = ''] = url.split('?');
  if (!path.startsWith(`${options.prefix}/`)) return refusal(404, 'ROUTE', 'There is no such resource');
  const resource = path.slice(options.prefix.length);
  if (method === 'POST' && resource === '/services/trigger')
    return answerTrigger(programme, body.toString('utf8'), options, now);
  const walletId = /^\/wallet\/([^/]+)\/identities$/.exec(resource)?.[1];
  if (method === 'GET' && walletId !== undefined) return answerIdentities(programme, walletId, now);
  if (method === 'GET' && resource.startsWith('/wallet/')) return answerWallet(programme, resource.slice(8));
  return refusal(404, 'ROUTE', 'There is no such resource');
}

const NO_WALLET = refusal(404, 'WALLET', 'The wallet was not found');

function answerWallet(programme: Programme, id: string): AirAnswer {
  const wallet = programme.wallets().find(({ walletId }) => walletId === id);
  return wallet ? { status: 200, body: { walletId: id, status: 'ACTIVE' } } : NO_WALLET;
}

function answerIdentities(programme: Programme, walletId: string, now: Date): AirAnswer {
  const wallet = programme.wallets().find((each) => each.walletId === walletId);
  if (!wallet) return NO_WALLET;
  const { identities } = Object.values(enrichment(wallet, now))[0] as { identities: unknown[] };
  return { status: 200, body: { total: identities.length, results: identities } };
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

function answerTrigger(
  programme: Programme,
  body: string,
  options: Pick<WalletApiOptions, 'usedReference'>,
  now: Date,
): AirAnswer {
  let json: {
    walletTransaction?: { reference?: unknown };
    identityValue?: unknown;
    triggers?: unknown;
  } | null;
  try {
    json = JSON.parse(body);
  } catch {
    return refusal(400, 'JSON', 'The body is no JSON');
  }
  const reference = text(json?.walletTransaction?.reference);
  const identityValue = text(json?.identityValue);
  const triggers = Array.isArray(json?.triggers) ? (json.triggers as { reference?: unknown }[]) : [];
  const references = triggers.map((entry) => text(entry?.reference));
  if (!reference) return refusal(400, 'FIELD', 'walletTransaction.reference is missing');
  if (!identityValue) return refusal(400, 'FIELD', 'identityValue is missing');
  if (references.length === 0 || references.includes(null))
    return refusal(400, 'FIELD', 'triggers.reference is missing');
  const wallet: Wallet | null = programme.wallet(identityValue);
  if (!wallet) return refusal(404, 'IDENTITY', 'The identity was not found');
  const actions = references.map((each) => programme.action(each ?? ''));
  if (actions.includes(null)) return refusal(404, 'ACTION', 'The behavioural action was not found');
  if (options.usedReference === 'refuse' && programme.wasUsed(reference))
    return refusal(400, 'REFERENCE', 'walletTransaction.reference has already been used');
  const request = { reference, identityValue, wallet, actions: actions as Action[], text: body };
  const { answer, event } = trigger(programme, request, now);
  return { status: 201, body: answer, event };
}
