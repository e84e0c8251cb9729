/** Half of a surrogate pair without its other half: no UTF-8 can hold it, and some JSON parsers refuse the whole body. */
const LONE_SURROGATE = /\p{Surrogate}/gu;
/** Cheap to ask: most texts have none of either half. */
const ANY_SURROGATE = /[\ud800-\udfff]/;

/**
 * Cuts a text to at most `max` UTF-16 units, never through a character outside the basic plane (an emoji), and replaces
 * lone surrogates. At most `max` units are at most `max` characters, however a platform counts them.
 */
export function cut(text: string, max: number): string {
  let kept = text;
  if (text.length > max) {
    const last = text.charCodeAt(max - 1);
    kept = text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max);
  }
  return ANY_SURROGATE.test(kept) ? kept.replace(LONE_SURROGATE, '\uFFFD') : kept;
}
