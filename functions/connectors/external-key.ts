import { randomBytes } from 'node:crypto';
import { sameSecret } from '../platforms/same-secret';
import { Refusal } from './refusal';
import type { Secret, Secrets } from './secrets';

/** Shorter keys count as not set up: they could be guessed, and an empty one would equal a header that is not there. */
export const SHORTEST_KEY = 32;

/** Stands in where there is no key, so that it takes as long to refuse a caller. Nobody knows it. */
const NOBODYS_KEYS = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')];

/** The External Keys in a connector's secret, `{"externalKeys": ["...", "..."]}`: two are valid while a key is rotated. */
export function externalKeys(secret: Secret): string[] {
  const keys = secret?.externalKeys;
  if (!Array.isArray(keys)) return [];
  return keys.filter((key): key is string => typeof key === 'string' && key.length >= SHORTEST_KEY);
}

/** Whether a request was made with one of these keys. */
export type KeyCheck = (keys: readonly string[]) => boolean;

/** The check of the header `X-Auth-Token`, in constant time; null where there is none, and nothing needs to be compared. */
export function tokenCheck(token: string | undefined): KeyCheck | null {
  return token ? (keys) => sameSecret(token, keys) : null;
}

/**
 * Lets pass a caller that has one of the secret's keys. On a mismatch the secret is read once more, since it may have
 * been rotated.
 * @param secretId null for a connector that does not exist: refused the same way, after as many comparisons.
 * @throws Refusal `unauthorized`, always the same to the caller; its reason, for the log, is `no-key`, `wrong-key`,
 * `unknown-connector` or `secret-not-set-up`.
 * @throws SecretsUnavailable
 */
export async function expectKey(
  secrets: Pick<Secrets, 'get' | 'refresh'>,
  secretId: string | null,
  check: KeyCheck | null,
): Promise<void> {
  if (check === null) throw unauthorized('no-key');
  if (secretId === null) {
    isKnown(check, []);
    isKnown(check, []);
    throw unauthorized('unknown-connector');
  }
  if (isKnown(check, externalKeys(await secrets.get(secretId)))) return;
  const keys = externalKeys(await secrets.refresh(secretId));
  if (isKnown(check, keys)) return;
  throw unauthorized(keys.length === 0 ? 'secret-not-set-up' : 'wrong-key');
}

const unauthorized = (reason: string) => new Refusal('unauthorized', [], reason);

/** A check that throws for odd input has not let anybody pass. */
function isKnown(check: KeyCheck, keys: readonly string[]): boolean {
  try {
    return check(keys.length > 0 ? keys : NOBODYS_KEYS) && keys.length > 0;
  } catch {
    return false;
  }
}
