/**
 * How large JSON is to whoever counts it in the least favourable way. Segment's own library counts what Python's
 * `json.dumps` writes: each UTF-16 unit outside ASCII as an escape of six characters, and a blank behind each comma and
 * colon; other platforms do not say how they count.
 * @see https://github.com/segmentio/analytics-python (`segment/analytics/consumer.py`: 32 << 10 for an event, 475000 for a batch)
 */

const ESCAPE_BYTES = 6;
const LAST_ASCII = 0x7f;

/** The bytes of JSON, as UTF-8 or with everything outside ASCII escaped: the larger of both. */
export function jsonBytes(json: string): number {
  const utf8 = Buffer.byteLength(json);
  // One byte for each unit: all of it is ASCII, as it nearly always is.
  if (utf8 === json.length) return utf8;
  let bytes = 0;
  // An escape is longer than the unit's UTF-8 is.
  for (let at = 0; at < json.length; at++) bytes += json.charCodeAt(at) > LAST_ASCII ? ESCAPE_BYTES : 1;
  return bytes;
}

/**
 * A limit of a platform's for `jsonBytes`, with room for the blanks that we do not write: in lists of small objects, the
 * densest that there are, they are up to a fifth of the text.
 */
export const besideBlanks = (bytes: number): number => Math.floor(bytes * 0.8);
