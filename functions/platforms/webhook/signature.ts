import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The Standard Webhooks scheme: `v1,<base64 HMAC-SHA256 of "id.timestamp.body">`.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export const SIGNATURE_HEADERS = {
  id: 'webhook-id',
  timestamp: 'webhook-timestamp',
  signature: 'webhook-signature',
} as const;

/** Older or newer than this and a request is refused: what limits the time in which a recorded one can be played again. */
const TOLERANCE_MS = 5 * 60_000;
const PREFIX = 'whsec_';
const VERSION = 'v1';

function mac(key: Uint8Array, id: string, timestamp: string, body: Uint8Array | string): Buffer {
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
}

/** The bytes of a secret as the scheme's libraries take them: base64, with or without `whsec_` in front. */
const decoded = (secret: string): Buffer =>
  Buffer.from(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret, 'base64');

/**
 * The headers of a signed request. Two secrets give two signatures, so that a receiver accepts either while it changes over.
 * @param secrets `whsec_` and base64.
 * @param atMs when it is sent, in ms.
 */
export function signatureHeaders(
  secrets: readonly string[],
  id: string,
  atMs: number,
  body: string,
): Record<string, string> {
  const timestamp = String(Math.floor(atMs / 1000));
  const signatures = secrets.map(
    (secret) => `${VERSION},${mac(decoded(secret), id, timestamp, body).toString('base64')}`,
  );
  return {
    [SIGNATURE_HEADERS.id]: id,
    [SIGNATURE_HEADERS.timestamp]: timestamp,
    [SIGNATURE_HEADERS.signature]: signatures.join(' '),
  };
}

/**
 * Whether one of the signatures in the header was made with one of the keys, over these very bytes, within five minutes.
 * A key without `whsec_` is tried as base64, as the scheme's libraries read it, and as plain text, as people do by hand.
 */
export function isSigned(
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
  keys: readonly string[],
  nowMs: number,
): boolean {
  const id = headers[SIGNATURE_HEADERS.id];
  const timestamp = headers[SIGNATURE_HEADERS.timestamp];
  const header = headers[SIGNATURE_HEADERS.signature];
  if (!id || !header || !timestamp || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(nowMs - Number(timestamp) * 1000) > TOLERANCE_MS) return false;
  const given = header
    .split(' ')
    .filter((signature) => signature.startsWith(`${VERSION},`))
    .map((signature) => Buffer.from(signature.slice(VERSION.length + 1), 'base64'));
  return keys
    .flatMap((key) => (key.startsWith(PREFIX) ? [decoded(key)] : [decoded(key), Buffer.from(key)]))
    .filter((key) => key.length >= 24)
    .some((key) => {
      const expected = mac(key, id, timestamp, body);
      return given.some(
        (signature) => signature.length === expected.length && timingSafeEqual(signature, expected),
      );
    });
}
