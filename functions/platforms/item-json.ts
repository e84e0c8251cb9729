import type { Item } from './item';
import { jsonBytes } from './json-size';

export interface ItemJson {
  readonly json: string;
  /** As `jsonBytes` counts. */
  readonly bytes: number;
}

function jsonOf(body: unknown): ItemJson {
  const json = JSON.stringify(body);
  return { json, bytes: jsonBytes(json) };
}

/**
 * An item whose body is serialised once: sizing a batch and building its request need the same text, and for large items
 * this is most of the work. A copy of it (`{ ...item, target }`) is a plain item, and never has another body's text. Not
 * a WeakMap, whose entries are a tenth of what an event costs.
 */
export class MadeItem implements Item {
  #json: ItemJson | undefined;

  constructor(
    readonly id: string,
    readonly kind: Item['kind'],
    readonly target: string,
    readonly walletId: string,
    readonly body: unknown,
  ) {}

  get json(): ItemJson {
    this.#json ??= jsonOf(this.body);
    return this.#json;
  }
}

/** An item's body as JSON, and its size. */
export function itemJson(item: Item): ItemJson {
  return item instanceof MadeItem ? item.json : jsonOf(item.body);
}
