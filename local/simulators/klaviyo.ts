import { isObject, type Json } from '../json';
import { type KlaviyoProfile, Profiles } from './klaviyo/profiles';
import { dig, eventRefusal, profileRefusal, type Refusal } from './klaviyo/rules';
import { RateWindow } from './rate-window';
import {
  type SimulatedAnswer,
  type SimulatedCall,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from './simulator';

const MOST_BYTES = 5_000_000;
const MOST_EVENTS = 1000;
const MOST_UNSUBSCRIBED = 100;
/** Calls a second and a minute, per endpoint and account. */
const RATES: Readonly<Record<string, readonly [number, number]>> = {
  '/api/events': [350, 3500],
  '/api/event-bulk-create-jobs': [10, 150],
  '/api/profile-import': [75, 750],
  '/api/profile-subscription-bulk-delete-jobs': [75, 750],
  '/api/data-privacy-deletion-jobs': [3, 60],
};

interface KlaviyoSimulatorOptions extends Pick<SimulatorOptions, 'port' | 'keepCalls' | 'chaos'> {
  readonly privateKey: string;
  /** Multiplies the documented rate limits; default 1. */
  readonly rateFactor?: number;
  /** True: a bulk call with a repeated unique_id is answered 202, and its job fails behind it. */
  readonly failLate?: boolean;
  /** Epoch ms; default the clock. */
  readonly now?: () => number;
}

export interface KlaviyoSimulator extends Simulator {
  /** What a connector's settings and secret have to hold to reach this simulator. */
  readonly settings: { readonly apiUrl: string };
  readonly credentials: { readonly privateKey: string };
  /** By external_id, e-mail or phone number. */
  profile(identifier: string): KlaviyoProfile | null;
  profiles(): readonly KlaviyoProfile[];
  /** Repeats of events that were recognised by their unique_id and dropped. */
  repeats(): number;
}

/**
 * A Klaviyo account on loopback, with the documented limits and errors. A single event that repeats a unique_id is dropped;
 * a bulk call with one fails as a whole.
 * @see https://developers.klaviyo.com/en/reference/events_api_overview
 * @see https://developers.klaviyo.com/en/docs/rate_limits_and_error_handling
 */
export async function startKlaviyoSimulator(options: KlaviyoSimulatorOptions): Promise<KlaviyoSimulator> {
  const account = new Account(options);
  const simulator = await startSimulator({
    ...options,
    answer: (call) => account.answer(call),
    mostBytes: MOST_BYTES,
  });
  return {
    ...simulator,
    settings: { apiUrl: simulator.url },
    credentials: { privateKey: options.privateKey },
    profile: (identifier) => account.profiles.find(identifier),
    profiles: () => account.profiles.all(),
    repeats: () => account.repeats,
  };
}

const failed = (
  status: number,
  errors: readonly (Refusal & { readonly meta?: Json })[],
): SimulatedAnswer => ({
  status,
  headers: { 'content-type': 'application/vnd.api+json' },
  body: {
    errors: errors.map(({ code, pointer, meta }, index) => ({
      id: `error-${index}`,
      status,
      code,
      title: 'Invalid input.',
      detail: 'The payload provided in the request is invalid.',
      source: { pointer },
      ...(meta && { meta }),
    })),
  },
});
const ACCEPTED: SimulatedAnswer = { status: 202, body: '' };

class Account {
  readonly profiles = new Profiles();
  repeats = 0;
  private readonly now: () => number;
  private readonly windows: Readonly<Record<string, readonly RateWindow[]>>;

  constructor(private readonly options: KlaviyoSimulatorOptions) {
    this.now = options.now ?? Date.now;
    const factor = options.rateFactor ?? 1;
    this.windows = Object.fromEntries(
      Object.entries(RATES).map(([path, [burst, steady]]) => [
        path,
        [
          new RateWindow({ calls: burst * factor, ms: 1000 }, this.now),
          new RateWindow({ calls: steady * factor, ms: 60_000 }, this.now),
        ],
      ]),
    );
  }

  answer(call: SimulatedCall): SimulatedAnswer {
    if (call.headers.authorization !== `Klaviyo-API-Key ${this.options.privateKey}`)
      return failed(401, [{ code: 'not_authenticated', pointer: '/data/' }]);
    const windows = this.windows[call.path];
    if (!windows || call.method !== 'POST') return failed(404, [{ code: 'not_found', pointer: '/data/' }]);
    const waits = windows.map((window) => window.exceeded()).filter((wait) => wait !== null);
    if (waits.length > 0) return throttled(Math.max(...waits));
    if (!/^\d{4}-\d\d-\d\d$/.test(call.headers.revision ?? ''))
      return failed(400, [{ code: 'invalid_revision', pointer: '/data/' }]);
    if (!/^application\/(vnd\.api\+)?json\b/.test(call.headers['content-type'] ?? ''))
      return failed(415, [{ code: 'unsupported_media_type', pointer: '/data/' }]);
    const data = dig(call.json, 'data');
    if (!isObject(data)) return failed(400, [{ code: 'invalid', pointer: '/data' }]);
    switch (call.path) {
      case '/api/events':
        return this.event(data);
      case '/api/event-bulk-create-jobs':
        return this.events(data);
      case '/api/profile-import':
        return this.import(data);
      case '/api/profile-subscription-bulk-delete-jobs':
        return this.unsubscribe(data);
      default:
        return this.erase(data);
    }
  }

  private event(data: Json): SimulatedAnswer {
    const { profile, ...event } = (data.attributes ?? {}) as Json;
    const refused = this.refusal(dig(profile, 'data'), event);
    if (data.type !== 'event' || refused)
      return failed(400, [
        { code: refused?.code ?? 'invalid', pointer: `/data${refused?.pointer ?? '/type'}` },
      ]);
    if (!this.profiles.record(dig(profile, 'data', 'attributes') as Json, event)) this.repeats += 1;
    return ACCEPTED;
  }

  /** The profile's refusal, or the event's. */
  private refusal(profile: unknown, event: unknown): Refusal | null {
    const refused = profileRefusal(dig(profile, 'attributes'));
    if (dig(profile, 'type') !== 'profile' || refused)
      return { code: 'invalid', pointer: `/attributes/profile/data${refused?.pointer ?? '/type'}` };
    return eventRefusal(event, this.now());
  }

  private events(data: Json): SimulatedAnswer {
    const entries = dig(data, 'attributes', 'events-bulk-create', 'data');
    if (data.type !== 'event-bulk-create-job' || !Array.isArray(entries) || entries.length === 0)
      return failed(400, [{ code: 'invalid', pointer: '/data/attributes/events-bulk-create' }]);
    const all = entries.flatMap((entry: unknown, place) => {
      const list = dig(entry, 'attributes', 'events', 'data');
      const profile = dig(entry, 'attributes', 'profile', 'data');
      const base = `/data/attributes/events-bulk-create/data/${place}`;
      return (Array.isArray(list) ? list : []).map((event: unknown, index) => ({
        profile,
        event: dig(event, 'attributes'),
        profileAt: base,
        eventAt: `${base}/attributes/events/data/${index}`,
      }));
    });
    if (all.length > MOST_EVENTS)
      return failed(400, [{ code: 'too_many', pointer: '/data/attributes/events-bulk-create/data' }]);
    const errors = all.flatMap(({ profile, event, profileAt, eventAt }) => {
      const refused = this.refusal(profile, event);
      if (!refused) return [];
      const base = refused.pointer.startsWith('/attributes/profile') ? profileAt : eventAt;
      return [{ ...refused, pointer: `${base}${refused.pointer}` }];
    });
    if (errors.length > 0) return failed(400, errors);
    const seen = new Set<string>();
    const repeated = all.filter(({ profile, event }) => {
      const key = this.profiles.keyOf(dig(profile, 'attributes') as Json, event as Json);
      const known = seen.has(key) || this.profiles.knows(key);
      seen.add(key);
      return known;
    });
    if (repeated.length > 0) {
      if (this.options.failLate) return ACCEPTED;
      return failed(
        400,
        repeated.map(({ eventAt }) => ({ code: 'duplicate', pointer: `${eventAt}/attributes/unique_id` })),
      );
    }
    for (const { profile, event } of all)
      this.profiles.record(dig(profile, 'attributes') as Json, event as Json);
    return ACCEPTED;
  }

  private import(data: Json): SimulatedAnswer {
    const refused = profileRefusal(data.attributes);
    if (data.type !== 'profile' || refused)
      return failed(400, [
        { code: refused?.code ?? 'invalid', pointer: `/data${refused?.pointer ?? '/type'}` },
      ]);
    const matching = this.profiles.matching(data.attributes as Json);
    if (matching.length > 1)
      return failed(409, [
        {
          code: 'duplicate_profile',
          pointer: '/data/attributes',
          meta: { duplicate_profile_id: matching[1]?.id },
        },
      ]);
    const created = this.profiles.upsert(data.attributes as Json);
    return { status: created ? 201 : 200, body: { data: { type: 'profile' } } };
  }

  private unsubscribe(data: Json): SimulatedAnswer {
    const list = dig(data, 'relationships', 'list', 'data', 'id');
    const profiles = dig(data, 'attributes', 'profiles', 'data');
    if (data.type !== 'profile-subscription-bulk-delete-job' || !Array.isArray(profiles))
      return failed(400, [{ code: 'invalid', pointer: '/data/attributes/profiles' }]);
    if (profiles.length > MOST_UNSUBSCRIBED)
      return failed(400, [{ code: 'too_many', pointer: '/data/attributes/profiles/data' }]);
    const errors = profiles.flatMap((profile: unknown, index) => {
      const { subscriptions, ...who } = (dig(profile, 'attributes') ?? {}) as Json;
      const refused = profileRefusal(who);
      if (!refused && isObject(subscriptions) && who.external_id === undefined) return [];
      return [
        {
          code: 'invalid',
          pointer: `/data/attributes/profiles/data/${index}${refused?.pointer ?? '/attributes'}`,
        },
      ];
    });
    if (errors.length > 0) return failed(400, errors);
    for (const profile of profiles) {
      const { subscriptions, ...who } = dig(profile, 'attributes') as Json;
      this.profiles.upsert(who);
      this.profiles
        .matching(who)[0]
        ?.unsubscribed.push({ list: String(list ?? 'all'), channels: Object.keys(subscriptions as Json) });
    }
    return ACCEPTED;
  }

  private erase(data: Json): SimulatedAnswer {
    const attributes = dig(data, 'attributes', 'profile', 'data', 'attributes');
    const names = isObject(attributes) ? Object.keys(attributes) : [];
    if (
      data.type !== 'data-privacy-deletion-job' ||
      names.length !== 1 ||
      !/^(email|phone_number)$/.test(names[0] ?? '')
    )
      return failed(400, [{ code: 'invalid', pointer: '/data/attributes/profile/data/attributes' }]);
    return this.profiles.delete(attributes as Json)
      ? ACCEPTED
      : failed(404, [{ code: 'not_found', pointer: '/data/attributes/profile' }]);
  }
}

const throttled = (waitMs: number): SimulatedAnswer => ({
  ...failed(429, [{ code: 'throttled', pointer: '/data/' }]),
  headers: { 'content-type': 'application/vnd.api+json', 'retry-after': String(Math.ceil(waitMs / 1000)) },
});
