import type { CallLimits, Item } from '../platforms/item';
import { itemJson } from '../platforms/item-json';

interface Call {
  /** Its place in the sequence of calls. */
  readonly place: number;
  readonly items: Item[];
  bytes: number;
}

interface Target {
  readonly limits: CallLimits;
  /** The calls that may have room, in order of place. */
  readonly open: Call[];
}

/** Per item, the comma between it and the next. */
const SEPARATOR_BYTES = 1;

/**
 * The calls for these items, in the order in which they are to be made. Each holds items of one target and stays within
 * `limitsOf(target)` in items and bytes (`bytes` leaves room for what the platform puts around the items). One
 * consumer's items keep their order, within a call and over the calls; other consumers' items fill the calls up. All
 * items together are the input, each once. An item that is larger than a whole call gets a call of its own.
 *
 * Linear: an item looks at the calls of its target from its consumer's last one on, and a call that had no room for an
 * item is never looked at again.
 */
export function batchItems(items: readonly Item[], limitsOf: (target: string) => CallLimits): Item[][] {
  const calls: Call[] = [];
  const targets = new Map<string, Target>();
  const lastPlace = new Map<string, number>();
  for (const item of items) {
    let target = targets.get(item.target);
    if (!target) {
      target = { limits: limitsOf(item.target), open: [] };
      targets.set(item.target, target);
    }
    const bytes = itemJson(item).bytes + SEPARATOR_BYTES;
    const alone = bytes > target.limits.bytes;
    let call = alone ? undefined : roomFor(bytes, target, lastPlace.get(item.walletId) ?? 0);
    if (!call) {
      call = { place: calls.length, items: [], bytes: 0 };
      calls.push(call);
      if (!alone) target.open.push(call);
    }
    call.items.push(item);
    call.bytes += bytes;
    lastPlace.set(item.walletId, call.place);
  }
  return calls.map((call) => call.items);
}

/** The first call at or after a place that has room; calls before it that have none are closed. */
function roomFor(bytes: number, { limits, open }: Target, place: number): Call | undefined {
  const at = firstFrom(open, place);
  for (let call = open[at]; call; call = open[at]) {
    if (call.items.length < limits.items && call.bytes + bytes <= limits.bytes) return call;
    open.splice(at, 1);
  }
  return undefined;
}

/** Index of the first call at or after a place. */
function firstFrom(calls: readonly Call[], place: number): number {
  let low = 0;
  let high = calls.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((calls[middle] as Call).place < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Splits the items of a call that was refused for its content, until the guilty one stands alone: in two halves, in
 * order. Where some of them may have had their effect already (`partly`), each stands alone at once: halving would
 * repeat the good ones once per level, this repeats them once.
 * @returns the calls to make next; a single item comes back alone.
 */
export function bisect(items: readonly Item[], partly = false): Item[][] {
  if (partly || items.length < 2) return items.map((item) => [item]);
  const half = Math.ceil(items.length / 2);
  return [items.slice(0, half), items.slice(half)];
}
