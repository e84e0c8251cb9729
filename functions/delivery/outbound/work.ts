import type { Item } from '../../platforms/item';
import type { Outcome } from '../../platforms/outcome';

/** What became of an item in this invocation, besides its outcomes: it was there already, or was not tried. */
export type ItemState = Outcome | { readonly status: 'repeated' } | { readonly status: 'untried' };

/** The message that an item came with. */
export interface Source {
  readonly group: string;
  /** Of the API request that brought it. */
  readonly requestId: string | undefined;
  /** Its message was received before, or is a redrive: an earlier attempt may have reached the platform. */
  readonly mayHaveBeenSent: boolean;
}

interface Entry extends Source {
  readonly item: Item;
  state: ItemState;
}

/**
 * The items of one batch, in order of arrival, each once: two messages may tell the same thing, which is sent once and
 * settles both.
 */
export class Work {
  private readonly entries = new Map<string, Entry>();
  private readonly blocked = new Set<string>();

  /** @returns false where an earlier message brought the same item. */
  add(item: Item, source: Source): boolean {
    if (this.entries.has(item.id)) return false;
    this.entries.set(item.id, { item, ...source, state: { status: 'untried' } });
    return true;
  }

  get ids(): string[] {
    return [...this.entries.keys()];
  }

  state(itemId: string): ItemState {
    return this.entries.get(itemId)?.state ?? { status: 'untried' };
  }

  /** An item that is to be tried again holds back the later ones of its consumer. */
  settle(itemId: string, state: ItemState): void {
    const entry = this.entries.get(itemId);
    if (!entry) return;
    entry.state = state;
    if (state.status === 'retry') this.blocked.add(entry.group);
  }

  /** The items that are still to be sent, in order. */
  open(): Item[] {
    return [...this.entries.values()]
      .filter(({ state }) => state.status === 'untried')
      .map(({ item }) => item);
  }

  /** The API requests that brought these, with a space between: ten at most, as a batch has messages. */
  requestsOf(items: readonly Item[]): string {
    const requests = new Set(items.flatMap(({ id }) => this.entries.get(id)?.requestId ?? []));
    return [...requests].join(' ');
  }

  mayHaveBeenSent = (item: Item): boolean => this.entries.get(item.id)?.mayHaveBeenSent ?? true;

  /** Of these, what may be sent now. */
  free(items: readonly Item[]): Item[] {
    return items.filter((item) => !this.blocked.has(this.entries.get(item.id)?.group ?? ''));
  }
}
