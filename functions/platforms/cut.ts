/**
 * Cuts a text to at most `max` UTF-16 units, never through a character outside the basic plane (an emoji), and replaces
 * half surrogate pairs: no UTF-8 can hold one, and some JSON parsers refuse the whole body. At most `max` units are at
 * most `max` characters, however a platform counts them.
 */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text.toWellFormed();
  const last = text.charCodeAt(max - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max).toWellFormed();
}
