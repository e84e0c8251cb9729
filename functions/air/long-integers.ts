/**
 * Integers beyond 2^53 in a JSON text. AIR's ids are digits, some longer than a JavaScript number can hold, and a bare
 * one would lose its last digits in `JSON.parse`.
 */

const QUOTE = 34;
const BACKSLASH = 92;
const MINUS = 45;
/** 2^53 has 16 digits. */
const DIGITS_AT_RISK = 16;

/** 16 digits in a row cover three whole words of four characters, so that every third word is one of them. */
const STRIDE = 3;

/** Characters that are looked at in one go; a run of digits over the edge of two windows is whole in one of them. */
const WINDOW = 64 * 1024;
const STEP = WINDOW - DIGITS_AT_RISK;
/** The window's characters as bytes, and the same memory as words; with room behind it, so that no read leaves it. */
const bytes = Buffer.alloc(WINDOW + 64);
const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);

/** True for four digits. Also where one of them is one of the six characters behind 9, which is seen later. */
const areDigits = (word: number): boolean => ((words[word] as number) & 0xf0f0f0f0) === 0x30303030;

/** Four words are looked at together, since nearly all are none: a loop's round costs more than a look. */
const areDigitsInOneOfFour = (word: number): boolean =>
  areDigits(word) || areDigits(word + STRIDE) || areDigits(word + 2 * STRIDE) || areDigits(word + 3 * STRIDE);

/** True when a word may be one of three of digits. @param word from 2 on. */
function mayBeOfRun(word: number): boolean {
  if (!areDigits(word)) return false;
  return areDigits(word + 1)
    ? areDigits(word - 1) || areDigits(word + 2)
    : areDigits(word - 1) && areDigits(word - 2);
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

/** What may stand before a number in JSON: `:`, `,`, `[`, white space, or the start of the text (NaN). */
const mayPrecedeNumber = (code: number): boolean =>
  code === 58 || code === 44 || code === 91 || code === 32 || (code >= 9 && code <= 13) || Number.isNaN(code);

const LONG = -1;

/**
 * Where the digits at a position end, or `LONG` when they may be a bare integer beyond 2^53.
 * @param seen the end of the digits before them.
 */
function endOfHarmless(text: string, at: number, seen: number): number {
  if (at < seen || !isDigit(text, at)) return seen;
  let start = at;
  while (start > seen && isDigit(text, start - 1)) start--;
  let end = at + 1;
  while (isDigit(text, end)) end++;
  if (end - start < DIGITS_AT_RISK) return end;
  const before = text.charCodeAt(start - 1);
  return mayPrecedeNumber(before === MINUS ? text.charCodeAt(start - 2) : before) ? LONG : end;
}

/** True when the text may hold a bare integer beyond 2^53; never false when it does. */
export function mayHoldLongInteger(text: string): boolean {
  let seen = 0;
  for (let from = 0; from < text.length; from += STEP) {
    const part = text.length <= WINDOW ? text : text.slice(from, from + WINDOW);
    const end = Math.ceil(bytes.write(part, 'latin1') / 4);
    for (let at = 2; at < end; at += 4 * STRIDE) {
      if (!areDigitsInOneOfFour(at)) continue;
      for (let word = at; word < at + 4 * STRIDE; word += STRIDE) {
        if (mayBeOfRun(word)) seen = endOfHarmless(text, from + word * 4, seen);
        if (seen === LONG) return true;
      }
    }
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

/** The same JSON with those integers as strings. Text inside strings is never touched. */
export function quoteLongIntegers(text: string): string {
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
