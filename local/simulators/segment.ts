import { isObject, type Json } from '../json';
import { dropReason, isOversized } from './segment/rules';
import { type SegmentUser, Users } from './segment/users';
import {
  type SimulatedAnswer,
  type SimulatedCall,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from './simulator';

const BATCH_BYTES = 500 * 1024;
const MOST_EVENTS = 2_500;
const MOST_SUBJECTS = 5_000;
/** The least that ids are remembered for. */
const REMEMBERED_MS = 24 * 3_600_000;
const REGULATIONS = ['SUPPRESS_ONLY', 'UNSUPPRESS', 'SUPPRESS_WITH_DELETE', 'DELETE_INTERNAL', 'DELETE_ONLY'];

/** An event that Segment answered 200 to and threw away. */
interface Dropped {
  readonly reason: string;
  readonly event: unknown;
}

interface SegmentSimulatorOptions extends Pick<SimulatorOptions, 'port' | 'keepCalls' | 'chaos'> {
  readonly writeKey: string;
  /** Of the Public API. */
  readonly publicApiToken: string;
  /** Epoch ms, for the memory of message ids; default the clock. */
  readonly now?: () => number;
}

export interface SegmentSimulator extends Simulator {
  /** What a connector's settings and secret have to hold to reach this simulator. */
  readonly settings: { readonly region: 'us'; readonly apiUrl: string; readonly publicApiUrl: string };
  readonly credentials: { readonly writeKey: string; readonly publicApiToken: string };
  user(userId: string): SegmentUser | null;
  users(): readonly SegmentUser[];
  /** How often each messageId had an effect. */
  effects(): ReadonlyMap<string, number>;
  /** What was thrown away behind a 200; a repeat is none of it. */
  dropped(): readonly Dropped[];
  /** Repeats recognised by their messageId. */
  repeats(): number;
}

/**
 * A Segment workspace on loopback: the Tracking API's batch call, which answers 200 to almost everything, an unknown
 * write key included, and throws away what it cannot use; and the Public API's regulations.
 * @see https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/
 * @see https://github.com/segmentio/analytics-go/issues/205
 */
export async function startSegmentSimulator(options: SegmentSimulatorOptions): Promise<SegmentSimulator> {
  const users = new Users();
  const dropped: Dropped[] = [];
  const seen = new Map<string, number>();
  const now = options.now ?? Date.now;
  let repeats = 0;

  const take = (event: unknown, known: boolean): void => {
    const reason = known ? dropReason(event) : 'an unknown write key';
    if (reason !== null) {
      dropped.push({ reason, event });
      return;
    }
    const { messageId } = event as Json;
    if (typeof messageId === 'string') {
      if (now() - (seen.get(messageId) ?? Number.NEGATIVE_INFINITY) < REMEMBERED_MS) {
        repeats += 1;
        return;
      }
      seen.set(messageId, now());
    }
    users.apply(event as Json);
  };

  const batch = (call: SimulatedCall): SimulatedAnswer => {
    const key = writeKeyOf(call);
    if (!key) return refused('no write key');
    if (Buffer.byteLength(call.body) > BATCH_BYTES) return refused('Exceeded max batch size of 500KB');
    if (!isObject(call.json) || !Array.isArray(call.json.batch)) return refused('malformed JSON');
    const events: readonly unknown[] = call.json.batch;
    if (events.some(isOversized)) return refused('Exceeded max event size of 32KB');
    const whole = events.length <= MOST_EVENTS;
    for (const event of events) {
      if (whole) take(event, key === options.writeKey);
      else dropped.push({ reason: 'more than 2,500 events', event });
    }
    return { status: 200, body: { success: true } };
  };

  const answer = (call: SimulatedCall): SimulatedAnswer => {
    if (call.method === 'POST' && call.path === '/v1/batch') return batch(call);
    if (call.method === 'POST' && call.path === '/regulations')
      return regulate(call, users, options.publicApiToken);
    return { status: 404, body: { success: false, message: 'not found' } };
  };
  const simulator = await startSimulator({
    ...options,
    answer,
  });
  return {
    ...simulator,
    settings: { region: 'us', apiUrl: simulator.url, publicApiUrl: simulator.url },
    credentials: { writeKey: options.writeKey, publicApiToken: options.publicApiToken },
    user: (userId) => users.find(userId),
    users: () => users.all(),
    effects: () => users.effects(),
    dropped: () => dropped,
    repeats: () => repeats,
  };
}

const refused = (message: string): SimulatedAnswer => ({ status: 400, body: { success: false, message } });

/** The user name of Basic authentication, else the body's `writeKey`. */
function writeKeyOf(call: SimulatedCall): string | null {
  const basic = /^Basic (.+)$/.exec(call.headers.authorization ?? '')?.[1];
  if (basic) return Buffer.from(basic, 'base64').toString('utf8').replace(/:.*$/, '') || null;
  const own = isObject(call.json) ? call.json.writeKey : undefined;
  return typeof own === 'string' && own !== '' ? own : null;
}

/** @see https://docs.segmentapis.com/tag/Deletion-and-Suppression */
function regulate(call: SimulatedCall, users: Users, token: string): SimulatedAnswer {
  const failed = (status: number, type: string): SimulatedAnswer => ({
    status,
    body: { errors: [{ type }] },
  });
  if (call.headers.authorization !== `Bearer ${token}`) return failed(401, 'unauthorized');
  if (!isObject(call.json)) return failed(400, 'bad-request');
  const { regulationType, subjectType, subjectIds } = call.json;
  const valid =
    REGULATIONS.includes(regulationType as string) &&
    subjectType === 'USER_ID' &&
    Array.isArray(subjectIds) &&
    subjectIds.length > 0 &&
    subjectIds.length <= MOST_SUBJECTS &&
    subjectIds.every((id) => typeof id === 'string' && id !== '');
  if (!valid) return failed(422, 'unprocessable-entity');
  if (String(regulationType).includes('DELETE')) for (const id of subjectIds) users.delete(id as string);
  return { status: 200, body: { data: { regulateId: `reg_${call.number}` } } };
}
