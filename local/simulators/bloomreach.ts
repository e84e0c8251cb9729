import { isObject, type Json } from '../json';
import { type BloomreachCustomer, Customers } from './bloomreach/customers';
import { commandErrors } from './bloomreach/rules';
import { RateWindow } from './rate-window';
import {
  type SimulatedAnswer,
  type SimulatedCall,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from './simulator';

const MOST_COMMANDS = 50;
const MOST_ANONYMIZED = 1000;
/** Calls a minute from one address. */
const RATE = 6000;

interface BloomreachSimulatorOptions extends Pick<SimulatorOptions, 'port' | 'keepCalls' | 'chaos'> {
  readonly projectToken: string;
  readonly apiKeyId: string;
  readonly apiSecret: string;
  /** Multiplies the documented rate limit; default 1. */
  readonly rateFactor?: number;
  /** Epoch ms; default the clock. */
  readonly now?: () => number;
}

export interface BloomreachSimulator extends Simulator {
  /** What a connector's settings and secret have to hold to reach this simulator. */
  readonly settings: { readonly apiUrl: string; readonly projectToken: string };
  readonly credentials: { readonly apiKeyId: string; readonly apiSecret: string };
  customer(id: string, name?: string): BloomreachCustomer | null;
  customers(): readonly BloomreachCustomer[];
  /** Consumers whose commands this project refuses, beside what Bloomreach's own rules refuse. */
  refuse(registered: string, message: string): void;
  /** How often each event had an effect, by customer, type, time and `ee_event_id`. More than once is a second one. */
  effects(): ReadonlyMap<string, number>;
}

/**
 * A Bloomreach Engagement project on loopback: batches of the tracking API, whose commands it executes from the last to the
 * first, since Bloomreach promises no order; and anonymization. It has no key for repeats, as Bloomreach has none.
 * @see https://documentation.bloomreach.com/engagement/reference/tracking-api-error-messages
 */
export async function startBloomreachSimulator(
  options: BloomreachSimulatorOptions,
): Promise<BloomreachSimulator> {
  const now = options.now ?? Date.now;
  const customers = new Customers(now);
  const refused = new Map<string, string>();
  const effects = new Map<string, number>();
  const rate = new RateWindow({ calls: RATE * (options.rateFactor ?? 1), ms: 60_000 }, now);

  const errorsOf = (command: unknown): readonly string[] => {
    const errors = commandErrors(command);
    if (errors.length > 0 || !isObject(command)) return errors;
    const id = ((command.data as Json).customer_ids as Json).registered;
    const message = typeof id === 'string' ? refused.get(id) : undefined;
    return message === undefined ? [] : [message];
  };

  const batch = (json: Json): SimulatedAnswer => {
    const commands = json.commands;
    if (!Array.isArray(commands) || commands.length === 0) return fatal('Commands must be a non-empty list');
    if (commands.length > MOST_COMMANDS) return fatal('Too many commands');
    const startTime = now() / 1000;
    const results = commands.map((command: unknown) => {
      const errors = errorsOf(command);
      return errors.length > 0 ? { success: false, errors } : { success: true };
    });
    for (const [index, command] of [...commands.entries()].reverse()) {
      if (results[index]?.success !== true) continue;
      customers.execute(command);
      count(effects, command);
    }
    return { status: 200, body: { results, start_time: startTime, end_time: now() / 1000, success: true } };
  };

  const anonymize = (json: Json): SimulatedAnswer => {
    const list = json.customers;
    if (!Array.isArray(list) || list.length === 0 || list.length > MOST_ANONYMIZED)
      return fatal('Customers must be a list of at most 1000');
    for (const customer of list) customers.anonymize((customer as Json).customer_ids as Json);
    return { status: 200, body: { success: true, bulk_id: 'simulated' } };
  };

  const answer = (call: SimulatedCall): SimulatedAnswer => {
    if (rate.exceeded() !== null)
      return { status: 429, body: { success: false, message: 'Too many requests' } };
    const [, api, project, route] = /^\/(track|data)\/v2\/projects\/([^/]+)\/(.+)$/.exec(call.path) ?? [];
    if (call.method !== 'POST' || !api)
      return { status: 404, body: { success: false, message: 'Not found' } };
    if (project !== options.projectToken)
      return { status: 400, body: { success: false, error: 'Invalid project id' } };
    const access = accessOf(call, options);
    if (access === null) return { status: 401, body: { success: false, error: 'Could not authenticate' } };
    if (!isObject(call.json)) return fatal('Invalid JSON');
    if (api === 'track' && route === 'batch') return batch(call.json);
    if (api !== 'data' || route !== 'customers/anonymize_bulk')
      return { status: 404, body: { success: false, message: 'Not found' } };
    return access === 'private'
      ? anonymize(call.json)
      : { status: 403, body: { success: false, error: 'Private access is required' } };
  };

  const simulator = await startSimulator({
    ...options,
    answer,
  });
  return {
    ...simulator,
    settings: { apiUrl: simulator.url, projectToken: options.projectToken },
    credentials: { apiKeyId: options.apiKeyId, apiSecret: options.apiSecret },
    customer: (id, name) => customers.find(id, name),
    customers: () => customers.all(),
    refuse: (registered, message) => refused.set(registered, message),
    effects: () => effects,
  };
}

const fatal = (message: string): SimulatedAnswer => ({ status: 400, body: { success: false, message } });

/** Public access by the key's id, private by id and secret. */
function accessOf(call: SimulatedCall, keys: BloomreachSimulatorOptions): 'public' | 'private' | null {
  const pair = Buffer.from(`${keys.apiKeyId}:${keys.apiSecret}`).toString('base64');
  if (call.headers.authorization === `Token ${keys.apiKeyId}`) return 'public';
  return call.headers.authorization === `Basic ${pair}` ? 'private' : null;
}

function count(effects: Map<string, number>, command: Json): void {
  if (command.name !== 'customers/events') return;
  const { customer_ids, event_type, timestamp, properties } = command.data as Json;
  const id = isObject(properties) ? properties.ee_event_id : undefined;
  const key = JSON.stringify([customer_ids, event_type, timestamp, id]);
  effects.set(key, (effects.get(key) ?? 0) + 1);
}
