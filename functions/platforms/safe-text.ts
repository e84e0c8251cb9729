/**
 * Makes a platform's message fit for a log line. Platforms like to echo what they refuse ("user jane@shop.example is
 * unknown"), and a log, a metric or a dead-letter attribute must hold neither personal data nor a secret.
 */
import { cut } from './cut';

const MOST_CHARACTERS = 200;
const OMITTED = '…';
/** Longer ones are ids and tokens, hardly ever words. */
const LONGEST_WORD = 24;
/** Shorter ones ("of", "uk") tell nothing of anybody. */
const SHORTEST_SECRET = 3;
const QUOTED = /"[^"]*"?|`[^`]*`?|(?<![\p{L}\p{N}])'[^']*'?|“[^”]*”?|‘[^’]*’?/gu;
const PLAIN = /^\p{L}[\p{L}_]*('\p{L}+)?$/u;

/** Adds the words of every string in a value, in lower case; the names of its fields are the platform's, not secret. */
function collectWords(value: unknown, words: Set<string>): void {
  if (typeof value === 'string') {
    const found = value.toLowerCase().match(/\p{L}+/gu) ?? [];
    // One that is the whole value is a name: "Bo" and "Li" are people.
    for (const word of found) if (word.length >= SHORTEST_SECRET || found.length === 1) words.add(word);
  } else if (typeof value === 'object' && value !== null) {
    for (const entry of Object.values(value)) collectWords(entry, words);
  }
}

/**
 * What is left of a message is words only: no number, no e-mail, no id, nothing quoted except the platform's own field
 * names (`fields`), and no word that stands in a value we sent; `…` where something was left out.
 * @param sent what the message may echo: bodies of items.
 * @param fields names of the platform's API that may stand quoted, such as `external_id`.
 * @returns at most 200 characters.
 */
export function safeText(message: string, sent: readonly unknown[], fields: readonly string[] = []): string {
  const secret = new Set<string>();
  collectWords(sent, secret);
  const unquoted = message.slice(0, 2_000).replace(QUOTED, (quoted) => {
    const inner = quoted.slice(1, -1).replace(/^#\//, '');
    return fields.includes(inner) ? ` ${inner} ` : ` ${OMITTED} `;
  });
  const kept: string[] = [];
  for (const token of unquoted.split(/\s+/)) {
    const word = token.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
    if (word === '' && !token.includes(OMITTED)) continue;
    const parts = word.toLowerCase().match(/\p{L}+/gu) ?? [];
    const safe = PLAIN.test(word) && word.length <= LONGEST_WORD && !parts.some((part) => secret.has(part));
    if (safe) kept.push(/[:,;.]$/.test(token) ? `${word}${token.slice(-1)}` : word);
    else if (kept.at(-1) !== OMITTED) kept.push(OMITTED);
  }
  const text = kept.join(' ');
  return text.length > MOST_CHARACTERS ? `${cut(text, MOST_CHARACTERS - 1)}${OMITTED}` : text;
}
