/** What a receiving function tells its operators of each request: one log line, and its figures. */
import { type Decision, type Level, logDecision } from './log';
import { type Figures, measure, measureAll } from './metrics';
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

/** One line for the decision with its figures; those of several connectors behind one address get a line each. */
function report(received: Received, told: Decision, level: Level, figures: Figures): void {
  const { connectors, direction, address, requestId, startedMs } = received;
  const durationMs = Math.round(performance.now() - startedMs);
  const decision = { connector: address, direction, requestId, durationMs, ...told };
  if (connectors.length === 1 && connectors[0] === address) {
    logDecision(decision, level, figures);
    return;
  }
  logDecision(decision, level);
  for (const connector of connectors) measureAll(figures, { connector, direction, reason: told.reason });
}

/** @param items messages on each connector's queue; none: the request was in order, and there was nothing to do. */
export function reportAccepted(
  received: Received,
  items: number,
  status: number,
  more: Omit<Decision, 'decision'> = {},
): void {
  const decision = items > 0 ? 'accepted' : 'ignored';
  report(received, { decision, status, items, ...more }, 'info', { Received: 1, Accepted: items });
}

export function reportRefused(received: Received, refusal: Refusal, status: number): void {
  const { direction, connectors } = received;
  const { kind, reason, errors } = refusal;
  const decision = kind === 'unavailable' ? 'unavailable' : 'refused';
  const detail = refusal.detail ?? (errors.length > 0 ? fieldNames(errors) : undefined);
  const level = status >= 500 ? 'error' : 'warn';
  report(received, { decision, status, reason, detail }, level, { Received: 1, Rejected: 1 });
  if (reason === 'secret-not-set-up')
    for (const connector of connectors) measure('SecretNotSetUp', 1, { connector, direction });
}

/** Which fields were wrong: their names say nothing about a consumer. */
export const fieldNames = (errors: Refusal['errors']): string =>
  [...new Set(errors.map(({ field }) => field.replace(/\d+/g, 'n')))].slice(0, 5).join(', ');
