import { isObject, type Json } from '../json';
import { type BrazeProfile, Profiles, userKey } from './braze/profiles';
import { type ArrayName, refusalOf } from './braze/rules';
import { RateWindow } from './rate-window';
import {
  type SimulatedAnswer,
  type SimulatedCall,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from './simulator';

const MOST_BYTES = 4 * 1024 * 1024;
const MOST_OBJECTS = 75;
const MOST_DELETIONS = 50;
/** 3,000 requests in three seconds. */
const WINDOW_MS = 3_000;
const CALLS_PER_WINDOW = 3_000;
const ARRAYS: readonly ArrayName[] = ['attributes', 'events', 'purchases'];

/** Content that this workspace refuses, beside what Braze's own rules refuse. */
interface Poison {
  readonly when: (object: Json, array: ArrayName) => boolean;
  /** `item`: named by index in a 2xx; `unindexed`: told in a 2xx without a name; `call`: the whole call gets a 400. */
  readonly as: 'item' | 'unindexed' | 'call';
  readonly message: string;
}

interface BrazeSimulatorOptions extends Pick<SimulatorOptions, 'port' | 'keepCalls' | 'chaos'> {
  readonly restKey: string;
  /** Epoch ms, for the rate limit's window; default the clock. */
  readonly now?: () => number;
  /** Calls in 3 s; default as documented, 3,000. */
  readonly callsPerWindow?: number;
}

export interface BrazeSimulator extends Simulator {
  /** What a connector's settings and secret have to hold to reach this simulator. */
  readonly settings: { readonly restUrl: string };
  readonly credentials: { readonly restKey: string };
  profile(externalId: string): BrazeProfile | null;
  aliasProfile(label: string, name: string): BrazeProfile | null;
  profiles(): readonly BrazeProfile[];
  /** How often each event was received, by `external:<id> <name> <time>`. More than once is a second effect. */
  eventCounts(): ReadonlyMap<string, number>;
  /** True: answers 202 "queued" to what it takes, as Braze does while it is maintained. */
  maintain(on: boolean): void;
  poison(poison: Poison): void;
}

/**
 * A Braze workspace on loopback: `/users/track` and `/users/delete` with Braze's documented limits and errors, and
 * profiles that can be looked at. Braze has no de-duplication key, so neither has this.
 * @see https://www.braze.com/docs/api/endpoints/user_data/post_user_track/
 * @see https://www.braze.com/docs/api/errors/
 */
export async function startBrazeSimulator(options: BrazeSimulatorOptions): Promise<BrazeSimulator> {
  const profiles = new Profiles();
  const poisons: Poison[] = [];
  const most = options.callsPerWindow ?? CALLS_PER_WINDOW;
  const rate = new RateWindow({ calls: most, ms: WINDOW_MS }, options.now ?? Date.now);
  let maintained = false;

  const route = (call: SimulatedCall): SimulatedAnswer => {
    if (call.headers.authorization !== `Bearer ${options.restKey}`)
      return { status: 401, body: { message: `Invalid API key: ${call.headers.authorization ?? ''}` } };
    if (call.method !== 'POST') return { status: 404, body: { message: 'Not Found' } };
    if (!call.headers['content-type']?.includes('application/json') || !isObject(call.json))
      return fatal('Bad syntax: the body is no JSON object');
    if (call.path === '/users/track') return track(call.json, profiles, poisons, maintained);
    if (call.path === '/users/delete') return erase(call.json, profiles);
    return { status: 404, body: { message: 'Not Found' } };
  };

  const answer = (call: SimulatedCall): SimulatedAnswer => {
    const exceeded = rate.exceeded() !== null;
    // Every answer carries them, as documented.
    const headers = {
      'x-ratelimit-limit': String(most),
      'x-ratelimit-remaining': String(rate.left),
      'x-ratelimit-reset': String(Math.ceil(rate.end / 1000)),
    };
    if (exceeded) return { status: 429, headers, body: { message: 'Rate limit exceeded' } };
    return { ...route(call), headers };
  };
  const simulator = await startSimulator({
    ...options,
    answer,
    mostBytes: MOST_BYTES,
  });
  return {
    ...simulator,
    settings: { restUrl: simulator.url },
    credentials: { restKey: options.restKey },
    profile: (externalId) => profiles.find(`external:${externalId}`),
    aliasProfile: (label, name) => profiles.find(`alias:${label}:${name}`),
    profiles: () => profiles.all(),
    eventCounts: () => profiles.eventCounts(),
    maintain: (on) => {
      maintained = on;
    },
    poison: (poison) => poisons.push(poison),
  };
}

const fatal = (message: string): SimulatedAnswer => ({ status: 400, body: { message, errors: [] } });

function track(
  json: Json,
  profiles: Profiles,
  poisons: readonly Poison[],
  maintained: boolean,
): SimulatedAnswer {
  const entries = ARRAYS.flatMap((array) =>
    Array.isArray(json[array])
      ? (json[array] as unknown[]).map((object, index) => ({ array, index, object: object as Json }))
      : [],
  );
  if (entries.length === 0)
    return fatal("Valid data must be provided in the 'attributes', 'events', or 'purchases' fields.");
  if (entries.length > MOST_OBJECTS) return fatal('Max Input Length Exceeded');
  const poisonOf = (entry: (typeof entries)[number]) =>
    poisons.find(({ when }) => isObject(entry.object) && when(entry.object, entry.array));
  const deadly = entries.map(poisonOf).find((poison) => poison?.as === 'call');
  if (deadly) return fatal(deadly.message);

  const errors: unknown[] = [];
  const processed: Partial<Record<`${ArrayName}_processed`, number>> = {};
  for (const entry of entries) {
    const { array, index, object } = entry;
    processed[`${array}_processed`] ??= 0;
    const poison = poisonOf(entry);
    const type = refusalOf(array, object) ?? poison?.message;
    if (type === undefined) {
      profiles.apply(array, object);
      processed[`${array}_processed`] = (processed[`${array}_processed`] ?? 0) + 1;
    } else errors.push(poison?.as === 'unindexed' ? { type } : { type, input_array: array, index });
  }
  if (maintained) return { status: 202, body: { message: 'queued' } };
  const body = { message: 'success', ...processed, ...(errors.length > 0 && { errors }) };
  return { status: 201, body };
}

function erase(json: Json, profiles: Profiles): SimulatedAnswer {
  const given = (['external_ids', 'user_aliases', 'braze_ids'] as const).filter((name) =>
    Array.isArray(json[name]),
  );
  const [by] = given;
  if (!by || given.length > 1)
    return fatal("One of 'external_ids', 'user_aliases' or 'braze_ids' is required.");
  const users = json[by] as unknown[];
  if (users.length > MOST_DELETIONS) return fatal('The max number of ids per request was exceeded');
  for (const user of users)
    profiles.delete(by === 'external_ids' ? `external:${user}` : userKey({ user_alias: user }));
  return { status: 201, body: { deleted: users.length, message: 'success' } };
}
