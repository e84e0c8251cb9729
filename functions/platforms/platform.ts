/**
 * What a platform folder declares. The registry of these alone drives routing, the stack, the docs table and the
 * contract tests; nothing outside a platform's folder knows its name.
 */
import type { Inbound } from './inbound';
import type { Outbound } from './outbound';

export interface Platform {
  /** As in URLs and `connectors.json`. */
  readonly name: string;
  /** As people write it. */
  readonly title: string;
  // biome-ignore lint/suspicious/noExplicitAny: each platform has settings and credentials of its own types; they meet here only by name.
  readonly inbound?: Inbound<any>;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  readonly outbound?: Outbound<any, any>;
}

/** A platform's name, as in URLs, to the directions that it has. */
export type PlatformDirections = Readonly<Record<string, readonly ('inbound' | 'outbound')[]>>;
