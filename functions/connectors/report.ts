/** What a receiving function tells its operators of each request: one log line, and its figures. */
import { logDecision } from './log';
import { measure, measureAll } from './metrics';
import type { Refusal } from './refusal';

export interface Received {
  readonly direction: 'inbound' | 'outbound';
  /** For the log: a connector, `feed/<id>`, or `all` for an address that does not exist. */
  readonly address: string;
  /** For the figures: the connectors behind the address, or `all`. Never a caller's word. */
  readonly connectors: readonly string[];
  readonly requestId: string;
  /** From `performance.now()`. */
  readonly startedMs: number;
}

const line = ({ direction, address, requestId, startedMs }: Received) => ({
  connector: address,
  direction,
  requestId,
  durationMs: Math.round(performance.now() - startedMs),
});

/** @param items messages on each connector's queue; none: the request was in order, and there was nothing to do. */
export function reportAccepted(
  received: Received,
  items: number,
  status: number,
  more: Omit<Parameters<typeof logDecision>[0], 'decision'> = {},
): void {
  const decision = items > 0 ? 'accepted' : 'ignored';
  logDecision({ decision, ...line(received), status, items, ...more });
  for (const connector of received.connectors)
    measureAll({ Received: 1, Accepted: items }, { connector, direction: received.direction });
}

export function reportRefused(received: Received, refusal: Refusal, status: number): void {
  const { direction, connectors } = received;
  const { kind, reason, errors } = refusal;
  const decision = kind === 'unavailable' ? 'unavailable' : 'refused';
  const detail = refusal.detail ?? (errors.length > 0 ? fieldNames(errors) : undefined);
  logDecision({ decision, ...line(received), status, reason, detail }, status >= 500 ? 'error' : 'warn');
  for (const connector of connectors) {
    measureAll({ Received: 1, Rejected: 1 }, { connector, direction, reason });
    if (reason === 'secret-not-set-up') measure('SecretNotSetUp', 1, { connector, direction });
  }
}

/** Which fields were wrong: their names say nothing about a consumer. */
export const fieldNames = (errors: Refusal['errors']): string =>
  [...new Set(errors.map(({ field }) => field.replace(/\d+/g, 'n')))].slice(0, 5).join(', ');
