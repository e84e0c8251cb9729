import * as z from 'zod/mini';

/**
 * A key as it stands in a secret: visible ASCII, since it goes into a header; blanks around it came with the copying.
 * @param what it is, for whoever filled it in wrongly.
 */
export const secretText = (what: string) =>
  z.string().check(z.trim(), z.regex(/^[\x21-\x7e]+$/, `expected ${what}`));
