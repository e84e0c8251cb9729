/** Parsing that keeps every digit of an id. */
import { mayHoldLongInteger, quoteLongIntegers } from './long-integers';

/**
 * `JSON.parse`, except that integers beyond 2^53 written as bare numbers become strings, since a number would change
 * their last digits. Text inside strings is never touched.
 * @throws SyntaxError as `JSON.parse` does.
 */
export function parseJson(text: string): unknown {
  return JSON.parse(mayHoldLongInteger(text) ? quoteLongIntegers(text) : text);
}
