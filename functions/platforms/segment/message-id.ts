import { hash } from 'node:crypto';

/** "Fewer than 100 characters": https://segment.com/docs/guides/duplicate-data/ */
const MOST_CHARACTERS = 99;

/**
 * The key by which Segment recognises a repeat, for at least 24 hours. It is not scoped to a source or a workspace, so it
 * starts with a prefix of ours and the source's name; the same item gets the same one on every attempt.
 * @param itemId readable behind the prefix while it fits, else as SHA-256 hex.
 */
export function messageId(sourceName: string, itemId: string): string {
  const readable = `ee-${sourceName}-${itemId}`;
  if (readable.length <= MOST_CHARACTERS) return readable;
  return `ee-${sourceName}-${hash('sha256', itemId)}`;
}
