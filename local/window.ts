/** What stands under `/_local/` on the gateway: a look into the local run, which no deployed API has. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { addressesOf } from './addresses';
import { type Handler, readBody } from './emulators/http-server';
import type { Local } from './local';
import type { CallFailure } from './simulators/simulator';

type Watched = Omit<Local, 'url'>;
type Answer = { readonly status?: number; readonly body: unknown };
interface Question {
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
  readonly body: string;
}

const HELP = {
  'GET /_local/addresses': 'every address that can be called, with its key',
  'GET /_local/queues': 'per connector: messages that wait, and dead letters by reason',
  'GET /_local/dead-letters/{connectorId}': 'each dead letter with its reason, detail and message',
  'GET /_local/air': "AIR's consumers, its action references, the rewards issued, the events posted",
  'GET /_local/{platform}/profiles[/{user}]': "a platform's profiles",
  'GET /_local/{platform}/calls': 'the last calls that a platform got',
  'POST /_local/{platform}/fail': 'the next calls fail: {"kind":"answer","status":429,"times":3}; also air',
  'POST /_local/clock?days=45': "moves the functions' clock, and tells subscriptions that are due then",
  'POST /_local/kill/{function}': 'kills its processes that are in a call (signal 9), as a crash would',
};

async function queues({ config, deadLetters, waiting }: Watched): Promise<unknown> {
  const rows = config.connectors.map(async ({ id }) => {
    const reasons: Record<string, number> = {};
    for (const { attributes } of await deadLetters(id)) {
      const reason = attributes.reason ?? 'unsettled';
      reasons[reason] = (reasons[reason] ?? 0) + 1;
    }
    return [id, { waiting: await waiting(id), deadLetters: reasons }];
  });
  return Object.fromEntries(await Promise.all(rows));
}

async function letters({ deadLetters }: Watched, connectorId: string): Promise<Answer> {
  const found = await deadLetters(connectorId);
  return {
    body: found.map(({ messageId, attributes, sentAt, body }) => ({
      messageId,
      sentAt: new Date(sentAt).toISOString(),
      ...attributes,
      message: body,
    })),
  };
}

function air({ air: simulator }: Watched): Answer {
  if (!simulator) return { status: 404, body: { message: 'AIR is not simulated' } };
  const { programme, deliveries } = simulator;
  return {
    body: {
      consumers: programme.wallets().map(({ walletId, name, identities, points, coupons }) => ({
        walletId,
        name,
        identities,
        points,
        coupons,
      })),
      actions: programme.actionReferences,
      rewards: programme.issued,
      posted: deliveries.made.slice(-100),
      undelivered: deliveries.undelivered.length,
    },
  };
}

function platform({ platforms }: Watched, { parts: [name = '', what, user] }: Question): Answer | null {
  const running = platforms[name];
  if (!running) return null;
  if (what === 'calls')
    return {
      body: running.simulator.calls.map(({ receivedAt, method, path, json, status }) => ({
        receivedAt: new Date(receivedAt).toISOString(),
        method,
        path,
        json,
        status,
      })),
    };
  if (what !== 'profiles') return null;
  if (user === undefined) return { body: running.profiles() };
  const profile = running.profile(decodeURIComponent(user));
  return profile ? { body: profile } : { status: 404, body: { message: `${name} knows no ${user}` } };
}

const isWhole = (value: unknown, least: number, most: number): boolean =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most;

const FAILURE_FIELDS: Readonly<Record<string, readonly string[]>> = {
  answer: ['status', 'headers', 'body', 'effect'],
  reset: ['effect'],
  slow: ['ms'],
};

/** A failure that somebody typed, or what is wrong with it. */
function readFailure(body: string): CallFailure | string {
  let failure: Record<string, unknown> | null;
  try {
    failure = JSON.parse(body) as Record<string, unknown> | null;
  } catch {
    return 'expected JSON, for example {"kind":"answer","status":429,"times":3}';
  }
  const { kind, status, times = 1, ms } = failure ?? {};
  const fields = Object.hasOwn(FAILURE_FIELDS, String(kind)) ? FAILURE_FIELDS[String(kind)] : undefined;
  if (!fields) return 'kind: expected answer, reset or slow';
  const unknown = Object.keys(failure ?? {}).find((name) => !['kind', 'times', ...fields].includes(name));
  if (unknown) return `${unknown}: no such field; ${kind} has times, ${fields.join(', ')}`;
  if (!isWhole(times, 1, 1_000_000)) return 'times: expected a number of calls';
  if (kind === 'answer' && !isWhole(status, 200, 599)) return 'status: expected an HTTP status, 200 to 599';
  if (kind === 'slow' && !isWhole(ms, 0, 3_600_000)) return 'ms: expected a number of ms';
  return { effect: false, ...failure } as CallFailure;
}

function fail(watched: Watched, { parts: [name = ''], body }: Question): Answer | null {
  const simulator = name === 'air' ? watched.air : watched.platforms[name]?.simulator;
  if (!simulator) return null;
  const wanted = readFailure(body);
  if (typeof wanted === 'string') return { status: 400, body: { message: wanted } };
  simulator.fail(wanted);
  return { body: { message: `${name} fails on purpose` } };
}

async function clock(watched: Watched, { query }: Question): Promise<Answer> {
  const days = Number(query.get('days') ?? Number.NaN);
  if (!Number.isFinite(days)) return { status: 400, body: { message: 'days: expected a number' } };
  watched.moveClock(days * 24 * 3600 * 1000);
  await watched.expire();
  return { body: { now: new Date(Date.now() + days * 24 * 3600 * 1000).toISOString() } };
}

function kill({ functions }: Watched, name: string): Answer {
  const found = functions[name];
  if (!found)
    return { status: 404, body: { message: `expected one of ${Object.keys(functions).join(', ')}` } };
  return { body: { killed: found.kill() } };
}

async function answer(watched: Watched, method: string, question: Question): Promise<Answer | null> {
  const [first, second] = question.parts;
  if (method === 'POST') {
    if (first === 'clock') return clock(watched, question);
    if (first === 'kill' && second) return kill(watched, second);
    return second === 'fail' ? fail(watched, question) : null;
  }
  if (!first) return { body: HELP };
  if (first === 'addresses') return { body: addressesOf(watched) };
  if (first === 'queues') return { body: await queues(watched) };
  if (first === 'dead-letters' && second) return letters(watched, second);
  return first === 'air' ? air(watched) : platform(watched, question);
}

/** Answers in JSON that a person reads. */
export function windowOf(watched: Watched): Handler {
  return async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://local');
    const body = (await readBody(request))?.toString('utf8') ?? '';
    const parts = pathname.split('/').filter(Boolean).slice(1);
    let found: Answer | null;
    try {
      found = await answer(watched, request.method ?? 'GET', { parts, query: searchParams, body });
    } catch (error) {
      found = { status: 400, body: { message: (error as Error).message } };
    }
    const { status = 200, body: json } = found ?? { status: 404, body: HELP };
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(`${JSON.stringify(json, null, 2)}\n`);
  };
}
