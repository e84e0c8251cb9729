import { LogFormatter, Logger, LogItem } from '@aws-lambda-powertools/logger';
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types';
import { embedded, type Figures, type MetricOwner } from './metrics';

/**
 * One line per decision. The type is the allow-list: no body, header, identity, name, e-mail, key, hash of a secret or
 * token has a field here, and what has none is not written.
 */
export interface Decision {
  readonly decision:
    | 'accepted'
    | 'ignored'
    | 'refused'
    | 'unavailable'
    | 'delivered'
    | 'repeated'
    | 'retried'
    | 'dead-lettered'
    | 'readdressed'
    | 'called'
    | 'learnt'
    | 'breaker'
    | 'problem';
  readonly connector?: string | undefined;
  readonly direction?: 'inbound' | 'outbound' | undefined;
  /** The API request's id, from the first line to the platform's call. */
  readonly requestId?: string | undefined;
  readonly eventId?: string | undefined;
  readonly eventName?: string | undefined;
  /** First 16 hex digits of the wallet id's SHA-256: enough to find a consumer's lines, not to find the consumer. */
  readonly walletHash?: string | undefined;
  /** The `walletTransaction.reference` of a reward. */
  readonly rewardReference?: string | undefined;
  readonly action?: string | undefined;
  readonly reason?: string | undefined;
  readonly detail?: string | undefined;
  /** HTTP status of the answer given or received. */
  readonly status?: number | undefined;
  readonly items?: number | undefined;
  readonly attempts?: number | undefined;
  readonly durationMs?: number | undefined;
  readonly ageMs?: number | undefined;
  readonly delayMs?: number | undefined;
  /** AIR's `x-ees-called-unique-id`, by which Eagle Eye finds the call. */
  readonly airCallId?: string | undefined;
}

const FIELDS: readonly (keyof Decision)[] = [
  'decision',
  'connector',
  'direction',
  'requestId',
  'eventId',
  'eventName',
  'walletHash',
  'rewardReference',
  'action',
  'reason',
  'detail',
  'status',
  'items',
  'attempts',
  'durationMs',
  'ageMs',
  'delayMs',
  'airCallId',
];

class Formatter extends LogFormatter {
  formatAttributes(of: UnformattedAttributes, fields: LogAttributes): LogItem {
    const attributes = {
      level: of.logLevel,
      message: of.message,
      timestamp: of.timestamp.toISOString(),
      service: of.serviceName,
      xray_trace_id: of.xRayTraceId,
    };
    return new LogItem({ attributes: Object.assign(attributes, fields) });
  }
}

/** A line's fields have been chosen: nothing is left to replace or to leave out, which is most of what a line costs. */
class DecisionLogger extends Logger {
  protected override printLog(_level: number, line: LogItem): void {
    process.stdout.write(`${JSON.stringify(line.getAttributes())}\n`);
  }
}

/** The level is given, since lines hold figures, and alarms look at those. */
const logger = new DecisionLogger({
  serviceName: 'ee-connect',
  logLevel: 'INFO',
  logFormatter: new Formatter(),
});

const MOST_CHARACTERS = 1000;
/** An e-mail address, or a phone number in its international form. */
const ADDRESS = /\S+@\S+|\+\d[\d ()-]{6,}\d/g;
const LEFT_OUT = '…';

/**
 * Some fields are a caller's words: an event's name, an action reference that somebody typed into a form. Where a template
 * went wrong an address may stand in them, which is nobody's to read here.
 */
function harmless(value: Decision[keyof Decision]): string | number | undefined {
  if (typeof value !== 'string') return value;
  const text = value.slice(0, MOST_CHARACTERS);
  return text.includes('@') || text.includes('+') ? text.replace(ADDRESS, LEFT_OUT) : text;
}

export type Level = 'info' | 'warn' | 'error';

/**
 * Writes the allowed fields of a decision, synchronously.
 * @param figures of the decision's connector, direction and reason: one line tells both, and costs half of two.
 */
export function logDecision(decision: Decision, level?: Level): void;
export function logDecision(decision: Decision & MetricOwner, level: Level, figures: Figures): void;
export function logDecision(decision: Decision, level: Level = 'info', figures?: Figures): void {
  const fields: Record<string, unknown> = {};
  for (const name of FIELDS) {
    const value = harmless(decision[name]);
    if (value !== undefined) fields[name] = value;
  }
  if (figures) Object.assign(fields, embedded(figures, decision as MetricOwner));
  logger[level](decision.decision, fields);
}
