import type { Properties, PropertyValue } from '../air/loyalty-event';
import { cut } from './cut';
import { jsonBytes } from './json-size';

const bytesOf = (value: unknown): number => jsonBytes(JSON.stringify(value));
/** A name that a platform has just room for gets no longer. */
const MOST_NAME = 200;
const noteOf = (name: string) => `${cut(name, MOST_NAME)}_omitted`;
/** `,"<note>":1234567` */
const noteBytes = (name: string) => bytesOf(noteOf(name)) + 10;

/**
 * Makes properties smaller than a platform's limit by cutting their lists from the end, the largest list first; beside
 * each cut list stands `<name>_omitted` with the number of entries left out, those included that were left out before.
 * A shorter receipt is better than none.
 * @param maxBytes of the properties as JSON, as `jsonBytes` counts.
 * @returns the same object when it fits, null when not even empty lists make it fit.
 */
export function shrinkLists(properties: Properties, maxBytes: number): Properties | null {
  let over = bytesOf(properties) - maxBytes;
  if (over <= 0) return properties;
  const lists = Object.entries(properties)
    .filter((entry): entry is [string, readonly PropertyValue[]] => Array.isArray(entry[1]))
    .map(([name, list]) => ({ name, list, sizes: list.map((entry) => bytesOf(entry) + 1) }))
    .map((entry) => ({ ...entry, total: entry.sizes.reduce((sum, size) => sum + size, 0) }))
    .filter(({ name, total }) => total > noteBytes(name))
    .sort((one, other) => other.total - one.total);
  const changed: [string, PropertyValue][] = [];
  for (const { name, list, sizes } of lists) {
    if (over <= 0) break;
    over += noteBytes(name);
    let keep = list.length;
    while (keep > 0 && over > 0) {
      keep -= 1;
      over -= sizes[keep] ?? 0;
    }
    const note = noteOf(name);
    const before = properties[note];
    const omitted = list.length - keep + (typeof before === 'number' ? before : 0);
    changed.push([name, list.slice(0, keep)], [note, omitted]);
  }
  return over <= 0 ? { ...properties, ...Object.fromEntries(changed) } : null;
}
