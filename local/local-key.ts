import { createHash } from 'node:crypto';

/**
 * A key of the local run, long enough for an External Key. The same at every start, so that a call that was pasted once
 * can be pasted again; it opens nothing but the emulators on this machine.
 */
export const localKey = (of: string): string =>
  `local-${createHash('sha256').update(`ee-connect ${of}`).digest('hex').slice(0, 34)}`;
