/** `2 events`, or nothing for none: a list to be joined with what else a call carried. */
export const counted = (count: number, noun: string): string[] =>
  count > 0 ? [`${count} ${noun}${count > 1 ? 's' : ''}`] : [];

export const lengthOf = (list: unknown): number => (Array.isArray(list) ? list.length : 0);
