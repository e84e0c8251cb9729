import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Listening, listen, readBody } from '../emulators/http-server';

/** A request that a simulator received. */
export interface SimulatedCall {
  /** From 1, over the simulator's life. */
  readonly number: number;
  /** Epoch ms. */
  readonly receivedAt: number;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body as JSON; undefined when it is none. */
  readonly json: unknown;
  /** Of the answer; null when the connection was cut instead, undefined while there is none yet. */
  status?: number | null;
}

export interface SimulatedAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a text as it is. */
  readonly body: unknown;
}

/** How a call fails on purpose. The platform's effect happens first where it says so, and not at all otherwise. */
export type CallFailure = {
  /** How many calls; default 1. */
  readonly times?: number;
  /** Which calls; left out: any. */
  readonly when?: (call: SimulatedCall) => boolean;
} & (
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: unknown;
      /** True: the platform did it, and answers so nevertheless (a gateway's 502). */
      readonly effect?: boolean;
    }
  | { readonly kind: 'reset'; readonly effect: boolean }
  | { readonly kind: 'slow'; readonly ms: number }
);

export interface SimulatorOptions {
  /** Left out: any free one. */
  readonly port?: number;
  /** What the platform does with a call; failures are before and behind it. */
  readonly answer: (call: SimulatedCall) => SimulatedAnswer;
  /** Larger bodies are answered 413 without being read as JSON. */
  readonly mostBytes?: number;
  /** How many calls `calls` keeps; default 1,000, so that a long run does not grow. */
  readonly keepCalls?: number;
  /** A failure for any call, asked when no planned one fits: for runs whose failures are drawn from a seed. */
  readonly chaos?: (call: SimulatedCall) => CallFailure | null;
}

/** A platform on loopback that can be made to fail. */
export interface Simulator {
  readonly url: string;
  readonly port: number;
  /** The last calls, oldest first. */
  readonly calls: readonly SimulatedCall[];
  /** Plans a failure of the next calls; several are used up in the order in which they were planned. */
  fail(failure: CallFailure): void;
  /** From now on asked in place of the option `chaos`; null: nobody is. It may rewrite the call's headers. */
  interpose(chaos: SimulatorOptions['chaos'] | null): void;
  /** Forgets the planned failures. */
  heal(): void;
  close(): Promise<void>;
}

interface Planned {
  readonly failure: CallFailure;
  left: number;
}

/** Starts an HTTP simulator with failures; each platform's simulator is one of these with its own rules. @throws PortInUse */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const calls: SimulatedCall[] = [];
  const planned: Planned[] = [];
  let { chaos } = options;
  let count = 0;

  const nextFailure = (call: SimulatedCall): CallFailure | null => {
    const found = planned.find(({ failure, left }) => left > 0 && (failure.when?.(call) ?? true));
    if (!found) return chaos?.(call) ?? null;
    found.left -= 1;
    if (found.left === 0) planned.splice(planned.indexOf(found), 1);
    return found.failure;
  };

  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const raw = await readBody(request, options.mostBytes);
    count += 1;
    const call = readCall(count, request, raw?.toString('utf8') ?? '');
    calls.push(call);
    if (calls.length > (options.keepCalls ?? 1_000)) calls.shift();
    if (raw === null)
      return send(response, call, { status: 413, body: { message: 'Request Entity Too Large' } });

    const failure = nextFailure(call);
    if (failure?.kind === 'reset') {
      if (failure.effect) options.answer(call);
      call.status = null;
      request.socket.resetAndDestroy();
      return;
    }
    if (failure?.kind === 'answer') {
      if (failure.effect) options.answer(call);
      return send(response, call, {
        status: failure.status,
        headers: failure.headers ?? {},
        body: failure.body ?? { message: 'failing on purpose' },
      });
    }
    const answer = options.answer(call);
    if (failure?.kind === 'slow') await sleep(failure.ms, undefined, { ref: false });
    send(response, call, answer);
  };

  const listening: Listening = await listen(receive, options.port ?? 0);
  return {
    url: listening.url,
    port: Number(new URL(listening.url).port),
    calls,
    fail: (failure) => planned.push({ failure, left: failure.times ?? 1 }),
    interpose: (other) => {
      chaos = other ?? undefined;
    },
    heal: () => planned.splice(0),
    close: () => listening.close(),
  };
}

function readCall(number: number, request: IncomingMessage, body: string): SimulatedCall {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    json = undefined;
  }
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  return {
    number,
    receivedAt: Date.now(),
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    headers,
    body,
    json,
  };
}

function send(response: ServerResponse, call: SimulatedCall, answer: SimulatedAnswer): void {
  call.status = answer.status;
  if (response.destroyed) return;
  const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
  response.end(text);
}
