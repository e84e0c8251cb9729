import { gunzipSync } from 'node:zlib';
import type { Message } from '../../functions/connectors/message';
import { decodeMessage } from '../../functions/connectors/message-decoding';

/** Who is looked for. */
export interface Person {
  readonly walletId: string;
  readonly identityValues: ReadonlySet<string>;
}

/** `unreadable`: it names nobody who is looked for, as far as it can be read. */
export type Concern = 'about it' | 'names it' | 'no' | 'unreadable';

/** What `MAX_EVENT_BYTES` of the decoding lets through. */
const MAX_TEXT_BYTES = 10 * 1024 * 1024;

function decoded(body: string): Message | null {
  try {
    return decodeMessage(body);
  } catch {
    return null;
  }
}

/**
 * The event's text, never parsed and written again: writing it takes a call per level, and an event may have more levels
 * than the stack has room for. Null where it cannot be inflated.
 */
function textOf(body: string): string | null {
  try {
    const { gzip } = JSON.parse(body) as { readonly gzip?: unknown };
    if (typeof gzip !== 'string') return body;
    return gunzipSync(Buffer.from(gzip, 'base64'), { maxOutputLength: MAX_TEXT_BYTES }).toString('utf8');
  } catch (error) {
    return error instanceof SyntaxError ? body : null;
  }
}

const escaped = (text: string) =>
  text.replace(/[^\w]/g, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`);

/** Whether a JSON text holds one of them as a value; of the wallet's id also as a number, or in a key of the enrichment. */
function names(text: string, { walletId, identityValues }: Person): boolean {
  if ([walletId, ...identityValues].some((value) => text.includes(JSON.stringify(value)))) return true;
  const id = escaped(walletId);
  return new RegExp(`walletEntity_${id}"|walletId"\\s*:\\s*${id}(?![\\w.])`, 'iu').test(text);
}

/** How a message on a dead-letter queue concerns a person. */
export function concerns(body: string, person: Person): Concern {
  const message = decoded(body);
  if (message?.kind === 'reward') return person.identityValues.has(message.identityValue) ? 'about it' : 'no';
  if (message?.walletId === person.walletId) return 'about it';
  if (message?.kind === 'expiry') return 'no';
  const text = textOf(body);
  if (text === null) return 'unreadable';
  if (!names(text, person)) return message === null ? 'unreadable' : 'no';
  return message === null || message.walletId === null ? 'about it' : 'names it';
}
