/**
 * Finds where a text stops being JSON. JSON.parse says so too, but its message quotes the text around the place, which
 * may be somebody's data, and leaves the position out for short texts. Only run on texts that JSON.parse refused.
 */

const SPACE = /[ \t\n\r]*/y;
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

function after(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/** The offset behind a string that starts at `at`, or where it breaks as `-1 - offset`. */
function afterString(text: string, at: number): number {
  let index = at + 1;
  while (index < text.length) {
    const code = text.charCodeAt(index);
    if (code === 0x22) return index + 1;
    if (code < 0x20) return -1 - index;
    if (code === 0x5c) {
      const next = after(ESCAPE, text, index);
      if (next < 0) return -1 - index;
      index = next;
    } else index += 1;
  }
  return -1 - index;
}

type Expected = 'value' | 'first value' | 'key' | 'first key' | 'colon' | 'comma' | 'nothing';

/** @returns the offset of the first character that cannot be there (the length when the end is missing), or null for JSON. */
export function jsonBreak(text: string): number | null {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let at = 0;
  const closed = (): Expected => (open.length > 0 ? 'comma' : 'nothing');

  for (;;) {
    at = Math.max(at, after(SPACE, text, at));
    const char = text[at];
    if (char === undefined) return expected === 'nothing' ? null : at;

    if (expected === 'nothing') return at;
    if (expected === 'colon') {
      if (char !== ':') return at;
      expected = 'value';
      at += 1;
    } else if (expected === 'comma' && char === ',') {
      expected = open.at(-1) === '{' ? 'key' : 'value';
      at += 1;
    } else if (char === '}' || char === ']') {
      const pair = char === '}' ? '{' : '[';
      const allowed = expected === 'comma' || expected === (pair === '{' ? 'first key' : 'first value');
      if (!allowed || open.at(-1) !== pair) return at;
      open.pop();
      expected = closed();
      at += 1;
    } else if (expected === 'comma') {
      return at;
    } else if (expected === 'key' || expected === 'first key') {
      if (char !== '"') return at;
      at = afterString(text, at);
      if (at < 0) return -1 - at;
      expected = 'colon';
    } else if (char === '{' || char === '[') {
      open.push(char);
      expected = char === '{' ? 'first key' : 'first value';
      at += 1;
    } else {
      const next = char === '"' ? afterString(text, at) : after(SCALAR, text, at);
      if (next < 0) return char === '"' ? -1 - next : at;
      at = next;
      expected = closed();
    }
  }
}
