/** `connectors.json` as text: what an editor may have done to it is said with its line. */
import { ConfigError } from './config-schema';
import { fieldName } from './config-words';
import { whereItBreaks } from './json-body';
import { jsonBreak } from './json-break';

/** Windows editors put it in front; JSON.parse takes it for a character that cannot be there. */
const BYTE_ORDER_MARK = /^\ufeff/;

/**
 * Parses a configuration file.
 * @throws ConfigError that says where it breaks, or which field stands there twice.
 */
export function parseConfigText(given: string, file: string): unknown {
  const text = given.replace(BYTE_ORDER_MARK, '');
  if (text.trim() === '') throw new ConfigError(file, ['(file): expected JSON, it is empty']);
  const offset = jsonBreak(text);
  if (offset !== null) throw new ConfigError(file, [`(file): expected JSON, ${whereItBreaks(text, offset)}`]);
  const twice = repeatedFields(text);
  if (twice.length > 0) throw new ConfigError(file, twice);
  return JSON.parse(text);
}

interface Open {
  /** Its keys so far; null for a list. */
  readonly keys: Set<string> | null;
  /** The key or place of what is being read. */
  at: string | number;
}

/** JSON.parse silently takes the last of two equal keys. Only run on JSON. */
function repeatedFields(text: string): string[] {
  const lines: string[] = [];
  const open: Open[] = [];
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\],]/g)) {
    const inner = open.at(-1);
    if (token === '{') open.push({ keys: new Set(), at: '' });
    else if (token === '[') open.push({ keys: null, at: 0 });
    else if (token === '}' || token === ']') open.pop();
    else if (token === ',' && inner && typeof inner.at === 'number') inner.at += 1;
    else if (token.endsWith(':') && inner?.keys) {
      const key = JSON.parse(token.replace(/\s*:$/, '')) as string;
      inner.at = key;
      const path = open.map(({ at }) => at);
      const line = text.slice(0, index).split('\n').length;
      if (inner.keys.has(key)) lines.push(`${fieldName(path)}: stands twice, again in line ${line}`);
      inner.keys.add(key);
    }
  }
  return lines;
}
