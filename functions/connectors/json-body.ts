import { parseJson } from '../air/json';
import { jsonBreak } from './json-break';
import { badBody, type Refusal } from './refusal';

/** In words: where the text stops being JSON. */
export function whereItBreaks(text: string, offset: number): string {
  if (offset >= text.length) return 'it ends too early';
  const before = text.slice(0, offset).split('\n');
  return `it breaks at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

/** The refusal of a text that is no JSON: where it breaks, and never what stands there. */
function notJson(text: string): Refusal {
  if (text.trim() === '') return badBody('expected JSON, it is empty');
  const offset = jsonBreak(text);
  return badBody(offset === null ? 'expected JSON' : `expected JSON, ${whereItBreaks(text, offset)}`);
}

/** Parses a request's body. @throws Refusal that says where it breaks. */
export function parseBody(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    throw notJson(text);
  }
}
