/** Parsing that keeps every digit of an id: AIR's ids are digits, some longer than a JavaScript number can hold. */

const QUOTE = 34;
const BACKSLASH = 92;
const MINUS = 45;
/** 2^53 has 16 digits. */
const DIGITS_AT_RISK = 16;
const HALF = DIGITS_AT_RISK / 2;
const QUARTER = DIGITS_AT_RISK / 4;

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

/** What may stand before a number in JSON: `:`, `,`, `[`, white space, or the start of the text (NaN). */
const mayPrecedeNumber = (code: number): boolean =>
  code === 58 || code === 44 || code === 91 || code === 32 || (code >= 9 && code <= 13) || Number.isNaN(code);

/**
 * True when the text may hold a bare integer beyond 2^53. Only every 16th character is looked at, since a run of 16
 * digits cannot hide between two of them; and around a digit those that such a run would hold too.
 */
function mayHoldLongInteger(text: string): boolean {
  for (let at = DIGITS_AT_RISK - 1; at < text.length; at += DIGITS_AT_RISK) {
    if (!isDigit(text, at)) continue;
    const runsOn = isDigit(text, at + HALF) && isDigit(text, at + QUARTER);
    if (!runsOn && !(isDigit(text, at - HALF) && isDigit(text, at - QUARTER))) continue;
    let start = at;
    while (isDigit(text, start - 1)) start--;
    let end = at + 1;
    while (isDigit(text, end)) end++;
    if (end - start < DIGITS_AT_RISK) continue;
    const before = text.charCodeAt(start - 1);
    if (mayPrecedeNumber(before === MINUS ? text.charCodeAt(start - 2) : before)) return true;
    at = end - 1;
  }
  return false;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

const quoteIfUnsafe = (token: string): string =>
  token.length >= DIGITS_AT_RISK && /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token))
    ? `"${token}"`
    : token;

/** The position behind the string that opens at `open`, or the text's end when it never closes. */
function endOfString(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at + 1;
  }
  return text.length;
}

function quoteLongIntegers(text: string): string {
  const parts: string[] = [];
  for (let at = 0; at < text.length; ) {
    const quote = text.indexOf('"', at);
    const open = quote === -1 ? text.length : quote;
    parts.push(text.slice(at, open).replace(NUMBER, quoteIfUnsafe));
    at = endOfString(text, open);
    parts.push(text.slice(open, at));
  }
  return parts.join('');
}

/**
 * `JSON.parse`, except that integers beyond 2^53 written as bare numbers become strings, since a number would change
 * their last digits. Text inside strings is never touched.
 * @throws SyntaxError as `JSON.parse` does.
 */
export function parseJson(text: string): unknown {
  return JSON.parse(mayHoldLongInteger(text) ? quoteLongIntegers(text) : text);
}
