/** From what API Gateway hands over to the text of a body. Each step is decided by the bytes, since headers and flags get lost. */
import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { badBody, Refusal } from './refusal';

/** Of an inflated body, in bytes. What is sent is limited by Lambda to less. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

const utf8 = new TextDecoder('utf-8', { fatal: true });
const BASE64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;
/** `{`, `[` and `"`: none of them is in the base64 alphabet. */
const JSON_START = /^[\s\uFEFF]*[{["]/;

/** Whether bytes could start a JSON text: white space, a byte order mark, or the first character of a value. */
const startsLikeJson = (bytes: Uint8Array): boolean =>
  bytes.length === 0 || /[\s{["\d\-tfn\u00EF]/.test(String.fromCharCode(bytes[0] ?? 0));
const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;
/** RFC 1950: method 8, and the first two bytes as a number are a multiple of 31. */
const isZlib = (bytes: Uint8Array): boolean =>
  ((bytes[0] ?? 0) & 0x0f) === 8 && (((bytes[0] ?? 0) << 8) | (bytes[1] ?? 1)) % 31 === 0;

/**
 * The bytes that the caller sent. The flag `isBase64Encoded` is believed unless the body shows that it is wrong: JSON is
 * never base64, and text that is base64 of JSON or of something compressed was never meant as text. Authentication and
 * reading both use what comes out here, so a wrong guess can refuse a request and never let one through.
 */
export function bodyBytes(body: string | null | undefined, isBase64Encoded: boolean): Uint8Array {
  if (!body) return new Uint8Array();
  if (isBase64Encoded) return Buffer.from(body, JSON_START.test(body) ? 'utf8' : 'base64');
  if (!JSON_START.test(body) && BASE64.test(body)) {
    const decoded = Buffer.from(body, 'base64');
    const first = decoded[0];
    if (isGzip(decoded) || isZlib(decoded) || first === 0x7b || first === 0x5b || first === 0xef)
      return decoded;
  }
  return Buffer.from(body, 'utf8');
}

function inflate(bytes: Uint8Array, how: (bytes: Uint8Array, options: object) => Buffer): Uint8Array {
  try {
    return how(bytes, { maxOutputLength: MAX_BODY_BYTES });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw new Refusal('too-large');
    throw badBody('expected intact gzip or deflate');
  }
}

function plain(bytes: Uint8Array, encoding: string): Uint8Array {
  if (isGzip(bytes)) return inflate(bytes, gunzipSync);
  if (isZlib(bytes)) return inflate(bytes, inflateSync);
  if (startsLikeJson(bytes)) return bytes;
  // Some clients mean the bare stream by "deflate". It has no mark of its own, so here the header has to tell.
  if (/\bdeflate\b/i.test(encoding)) return inflate(bytes, inflateRawSync);
  if (/\b(br|zstd|compress)\b/i.test(encoding))
    throw new Refusal('unsupported', [
      { field: 'Content-Encoding', message: 'expected gzip, deflate or none' },
    ]);
  return bytes;
}

/**
 * The body as text: inflated where its bytes are gzip or deflate, without byte order mark.
 * @param encoding the header `Content-Encoding`, or nothing.
 * @throws Refusal `too-large` above 10 MB, `unsupported` for other compressions, `refused` for what is no UTF-8 or broken.
 */
export function bodyText(bytes: Uint8Array, encoding = ''): string {
  const inflated = plain(bytes, encoding);
  if (inflated.length > MAX_BODY_BYTES) throw new Refusal('too-large');
  try {
    return utf8.decode(inflated);
  } catch {
    throw badBody('expected UTF-8');
  }
}
