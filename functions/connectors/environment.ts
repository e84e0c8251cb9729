/**
 * The environment variables that the stack gives the functions, and the local run too. Names stand here once;
 * `lib/` sets them, `functions/` reads them.
 */

/**
 * Node.js's own options, for every function. V8 lets the room for young objects grow to 16 MB a half and keeps it; what
 * one batch makes fits in 8, at the same speed, and the process stays 50 MB smaller (docs/performance.md).
 */
export const NODE_OPTIONS = '--max-semi-space-size=8';

/** Of every function. */
export interface BaseEnvironment {
  /** The one DynamoDB table. */
  readonly TABLE_NAME: string;
  /** Namespace of the metrics: the stack's name. `EEConnect` without it. */
  readonly METRICS_NAMESPACE?: string;
}

/** Of `inbound-receive` and `outbound-receive`. */
export interface ReceiveEnvironment extends BaseEnvironment {
  /** `https://sqs.<region>.amazonaws.com/<account>`, in front of each queue's name. */
  readonly QUEUE_URL_BASE: string;
  /** JSON: connector id to queue name, of this direction's connectors. Names only: an environment may hold 4 KB. */
  readonly QUEUES: string;
  /** JSON: connector id, or `feed/<id>`, to secret id (name or ARN). */
  readonly SECRETS: string;
}

/** Of each deliver function. */
export interface DeliverEnvironment extends BaseEnvironment {
  readonly CONNECTOR_ID: string;
  readonly QUEUE_URL: string;
  readonly DEAD_LETTER_QUEUE_URL: string;
  /** The connector's secret (outbound) or AIR's (inbound): the only one the function may read. */
  readonly SECRET_ID: string;
}

/** Of the function that tells subscriptions that are due. */
export interface ExpiryEnvironment extends BaseEnvironment {
  readonly QUEUE_URL_BASE: string;
  /** JSON: connector id to queue name, of the outbound connectors. */
  readonly QUEUES: string;
}

/** Reads and checks the environment once, at start. @throws Error that names the missing variable. */
export function readEnvironment<T extends object>(
  names: readonly (keyof T & string)[],
  env = process.env,
): T {
  const missing = names.filter((name) => !env[name]);
  if (missing.length > 0) throw new Error(`environment variable ${missing.join(', ')} is not set`);
  return Object.fromEntries(names.map((name) => [name, env[name]])) as T;
}

/** A variable that holds a JSON object of texts. @throws Error that names the variable. */
export function readMap(json: string, name: string): ReadonlyMap<string, string> {
  try {
    return new Map(Object.entries(JSON.parse(json) as Record<string, string>));
  } catch {
    throw new Error(`environment variable ${name} is not JSON`);
  }
}
