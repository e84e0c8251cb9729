import type { Item } from './platform';

export interface ItemJson {
  readonly json: string;
  /** UTF-8. */
  readonly bytes: number;
}

const known = new WeakMap<Item, ItemJson>();

/**
 * An item's body as JSON and its size in UTF-8 bytes. Computed once per item: sizing a batch and building its request
 * need the same text, and for large items this is most of the work.
 */
export function itemJson(item: Item): ItemJson {
  const before = known.get(item);
  if (before) return before;
  const json = JSON.stringify(item.body);
  const made = { json, bytes: Buffer.byteLength(json) };
  known.set(item, made);
  return made;
}
