/** Texts that came from outside, for a terminal that would obey what stands in them. */

/** Control characters, line ends, and what turns the direction of the text that follows. */
const OBEYED = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

const escaped = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** The text with `\u001b` and its like in place of what a terminal would obey. */
export const printable = (text: string): string => text.replace(OBEYED, escaped);

/** JSON that says the same, and holds nothing that a terminal would obey but its own line ends. */
export const printableJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replace(OBEYED, (char) => (char === '\n' ? char : escaped(char)));
