import type { Properties, PropertyValue } from '../air/loyalty-event';
import { jsonBytes } from './json-size';

const bytesOf = (value: unknown): number => jsonBytes(JSON.stringify(value));
/** `,"<name>_omitted":1234567` */
const noteBytes = (name: string) => bytesOf(name) + 18;

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
  const cut: [string, PropertyValue][] = [];
  for (const { name, list, sizes } of lists) {
    if (over <= 0) break;
    over += noteBytes(name);
    let keep = list.length;
    while (keep > 0 && over > 0) {
      keep -= 1;
      over -= sizes[keep] ?? 0;
    }
    const before = properties[`${name}_omitted`];
    const omitted = list.length - keep + (typeof before === 'number' ? before : 0);
    cut.push([name, list.slice(0, keep)], [`${name}_omitted`, omitted]);
  }
  return over <= 0 ? { ...properties, ...Object.fromEntries(cut) } : null;
}
