/** Words for the documented shapes of platforms. */
export type Json = Readonly<Record<string, unknown>>;

export const ISO_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
export const UUID_4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
export const CURRENCY = /^[A-Z]{3}$/;

export interface Leaf {
  readonly path: readonly (string | number)[];
  /** No object; of a list that is empty, the list. */
  readonly value: unknown;
}

/** Every plain value in a JSON value, with its place. */
export function* leaves(json: unknown, path: Leaf['path'] = []): Generator<Leaf> {
  if (typeof json !== 'object' || json === null || Object.keys(json).length === 0) {
    yield { path, value: json };
    return;
  }
  for (const [key, value] of Object.entries(json))
    yield* leaves(value, [...path, Array.isArray(json) ? Number(key) : key]);
}

/** Names and texts are counted in UTF-16 units, which are never fewer than characters. */
export function expectTexts(json: unknown, most: { readonly name: number; readonly text: number }): void {
  const longest = { name: 0, text: 0 };
  for (const { path, value } of leaves(json)) {
    for (const part of path) if (typeof part === 'string') longest.name = Math.max(longest.name, part.length);
    if (typeof value === 'string') longest.text = Math.max(longest.text, value.length);
  }
  expect(longest.name).toBeLessThanOrEqual(most.name);
  expect(longest.text).toBeLessThanOrEqual(most.text);
}

/** None of the values in it, with its place, is as told. One expectation for all: there are many thousands. */
export function expectNone(json: unknown, wrong: (leaf: Leaf) => boolean): void {
  expect([...leaves(json)].filter(wrong)).toEqual([]);
}

/** The bytes that Python's `json.dumps` makes of it: a blank behind each comma and colon, escapes for all outside ASCII. */
export function dumpedBytes(json: unknown): number {
  const text = JSON.stringify(json);
  const blanks = text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"/g, '').match(/[,:]/g) ?? [];
  return text.replace(/[\u0080-\uffff]/g, '\\uffff').length + blanks.length;
}
