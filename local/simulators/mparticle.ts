import { isText, type Json } from '../json';
import { Erasures } from './mparticle/erasures';
import { refusalOf } from './mparticle/rules';
import { type MparticleUser, Users, userKey } from './mparticle/users';
import { RateWindow } from './rate-window';
import {
  type SimulatedAnswer,
  type SimulatedCall,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from './simulator';

const REQUEST_BYTES = 256 * 1024;
const MOST_BATCHES = 100;
const REMEMBERED_MS = 30 * 24 * 3_600_000;
const BATCHES_PER_SECOND = 270;

interface MparticleSimulatorOptions extends Pick<SimulatorOptions, 'port' | 'keepCalls' | 'chaos'> {
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly workspaceKey: string;
  readonly workspaceSecret: string;
  /** Default 270, as mParticle's; more for long runs. */
  readonly batchesPerSecond?: number;
  /** Epoch ms, for the memory of request ids and the rate limit; default the clock. */
  readonly now?: () => number;
}

export interface MparticleSimulator extends Simulator {
  /** What a connector's settings and secret have to hold to reach this simulator. */
  readonly settings: { readonly pod: 'us1'; readonly apiUrl: string; readonly dsrUrl: string };
  readonly credentials: Pick<
    MparticleSimulatorOptions,
    'apiKey' | 'apiSecret' | 'workspaceKey' | 'workspaceSecret'
  >;
  /** By `customer_id` unless another identity is named. */
  user(value: string, identity?: string): MparticleUser | null;
  users(): readonly MparticleUser[];
  /** How often each `source_message_id` had an effect. */
  effects(): ReadonlyMap<string, number>;
  /** Batches recognised by their `source_request_id`. */
  repeats(): number;
  /** Why batches of a bulk call were thrown away behind a 202. */
  dropped(): readonly string[];
}

/**
 * An mParticle workspace on loopback: the Events API, single and bulk, and data subject requests.
 * @see https://docs.mparticle.com/developers/server/http/
 */
export async function startMparticleSimulator(
  options: MparticleSimulatorOptions,
): Promise<MparticleSimulator> {
  const users = new Users();
  const erasures = new Erasures(users);
  const now = options.now ?? Date.now;
  // Counts batches, not requests.
  const rate = new RateWindow({ calls: options.batchesPerSecond ?? BATCHES_PER_SECOND, ms: 1_000 }, now);
  const seen = new Map<string, number>();
  const dropped: string[] = [];
  let repeats = 0;

  const take = (batch: Json): void => {
    const id = batch.source_request_id;
    if (isText(id)) {
      if (now() - (seen.get(id) ?? Number.NEGATIVE_INFINITY) < REMEMBERED_MS) {
        repeats += 1;
        return;
      }
      seen.set(id, now());
    }
    users.apply(batch);
  };

  const single = (json: unknown): SimulatedAnswer => {
    const refused = refusalOf(json);
    if (refused) return bad(refused);
    take(json as Json);
    return accepted;
  };

  /** Accepted as a whole, whatever becomes of each batch. */
  const bulk = (json: unknown): SimulatedAnswer => {
    if (!Array.isArray(json)) return bad('The request JSON was malformed.');
    if (json.length > MOST_BATCHES) return bad('More than 100 batches.');
    for (const batch of json) {
      const refused = refusalOf(batch);
      if (refused) dropped.push(refused);
      else take(batch as Json);
    }
    return accepted;
  };

  const answer = (call: SimulatedCall): SimulatedAnswer => {
    const { method, path, json, headers } = call;
    const may = (key: string, secret: string) => authorized(headers.authorization, key, secret);
    if (method !== 'POST') return { status: 404, body: {} };
    if (path === '/v3/requests/')
      return may(options.workspaceKey, options.workspaceSecret) ?? erasures.submit(json);
    if (path !== '/v2/events' && path !== '/v2/bulkevents') return { status: 404, body: {} };
    const refused = may(options.apiKey, options.apiSecret);
    if (refused) return refused;
    if (rate.exceeded(Array.isArray(json) ? json.length : 1) !== null) return limited;
    return path === '/v2/events' ? single(json) : bulk(json);
  };

  const { apiKey, apiSecret, workspaceKey, workspaceSecret } = options;
  const simulator = await startSimulator({
    ...options,
    answer,
    mostBytes: REQUEST_BYTES,
  });
  return {
    ...simulator,
    settings: { pod: 'us1', apiUrl: simulator.url, dsrUrl: simulator.url },
    credentials: { apiKey, apiSecret, workspaceKey, workspaceSecret },
    user: (value, identity = 'customer_id') => users.find(userKey({ [identity]: value })),
    users: () => users.all(),
    effects: () => users.effects(),
    repeats: () => repeats,
    dropped: () => dropped,
  };
}

/** @see https://docs.mparticle.com/guides/default-service-limits/#api-throttling */
const limited: SimulatedAnswer = {
  status: 429,
  headers: { 'retry-after': '1', 'x-mp-rate-limit-exceeded': 'account' },
  body: {},
};
const accepted: SimulatedAnswer = { status: 202, body: '' };
const bad = (message: string): SimulatedAnswer => ({
  status: 400,
  body: { errors: [{ code: 'BAD_REQUEST', message }] },
});

/** 401 without the header, 403 with a wrong one, as documented; null when it is right. */
function authorized(header: string | undefined, key: string, secret: string): SimulatedAnswer | null {
  if (!header) return { status: 401, body: {} };
  const right = header === `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
  return right ? null : { status: 403, body: {} };
}
