/** What a body read as JSON may hold, for those who look at it without our own schemas. */
export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A string that is not empty. */
export const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
