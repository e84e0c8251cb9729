/** Colours, or none: a file and a pipe get plain text. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
}

const code = (on: number, off: number) => (text: string) => `\u001b[${on}m${text}\u001b[${off}m`;
const plain = (text: string): string => text;

/** @param colours a terminal is there, and `NO_COLOR` is not set (https://no-color.org). */
export function paintFor(colours: boolean): Paint {
  return colours
    ? { bold: code(1, 22), dim: code(2, 22), good: code(32, 39), bad: code(31, 39) }
    : { bold: plain, dim: plain, good: plain, bad: plain };
}
