/** The sample consumer journey: a late delivery, from the audience entry to the profile. */
import { randomUUID } from 'node:crypto';
import { connectorPath } from '../../functions/connectors/addresses';
import type { Local } from '../local';
import { localKey } from '../local-key';
import type { AirSimulator } from '../simulators/air';
import type { Delivery } from '../simulators/air/deliveries';
import type { Wallet } from '../simulators/air/programme';
import type { SimulatedCall } from '../simulators/simulator';
import { type Ear, earOf, type Heard, hear } from './heard';
import type { Roles } from './roles';
import type { Step } from './step';
import { waitFor } from './wait-for';

interface JourneyOptions extends Roles {
  readonly local: Local;
  /** Gets each step as it is done. */
  readonly onStep: (step: Step, number: number) => void;
  /** How long a step may take; default 20 s. */
  readonly patienceMs?: number;
  /** Ends the waiting, and with it the journey. */
  readonly signal?: AbortSignal;
}

export interface JourneyEnd {
  /** What went wrong, for a person; null: nothing did. */
  readonly failure: string | null;
  readonly consumer: string;
  /** What arrived in each platform, the one first that the journey began in. */
  readonly heard: readonly Heard[];
  readonly totalMs: number;
}

export const AUDIENCE = 'Late delivery';
export const ACTION = 'LATE-DELIVERY';
const PATIENCE_MS = 20_000;

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A step that cannot be shown as done. */
class Failed extends Error {}

/** The parts of a running bundle that a journey needs. */
interface Cast {
  readonly air: AirSimulator;
  readonly wallet: Wallet;
  /** The first is of the platform that the journey begins in. */
  readonly ears: readonly [Ear, ...Ear[]];
}

function castOf(options: JourneyOptions): Cast {
  const { local, others } = options;
  const [wallet] = local.air?.programme.wallets() ?? [];
  if (!local.air || !wallet) throw new Error('the journey needs a simulator of AIR');
  const ear = (listener: JourneyOptions['others'][number]) => earOf(local, listener, wallet);
  return { air: local.air, wallet, ears: [ear(options), ...others.map(ear)] };
}

/** Plays the journey. Never throws for a step that fails: the end says what and why. */
export async function runJourney(options: JourneyOptions): Promise<JourneyEnd> {
  const cast = castOf(options);
  const startedAt = Date.now();
  const end = (failure: string | null, heard: readonly Heard[]): JourneyEnd => ({
    failure,
    consumer: cast.wallet.name,
    heard,
    totalMs: Date.now() - startedAt,
  });
  try {
    const heard = await play(options, cast, startedAt);
    const failures = new Set(heard.flatMap(({ failure }) => failure ?? []));
    return end(failures.size > 0 ? [...failures].join('; ') : null, heard);
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    const nothing = ({ platform, running, identityValue }: Ear): Heard => ({
      title: platform.title,
      identityValue,
      profile: running.profile(identityValue),
      failure: error.message,
      ms: null,
    });
    return end(error.message, cast.ears.map(nothing));
  }
}

async function play(options: JourneyOptions, cast: Cast, startedAt: number): Promise<readonly Heard[]> {
  const { local, platform, inbound, onStep, patienceMs = PATIENCE_MS, signal } = options;
  const { air, wallet, ears } = cast;
  const { identityValue } = ears[0];
  const wait = <T>(look: () => T | Promise<T>) => waitFor(look, patienceMs, signal);
  const pointsBefore = wallet.points.current;
  let last = startedAt;
  let number = 0;
  const tell = (step: Omit<Step, 'ms'>, endedAt: number): number => {
    number += 1;
    onStep({ ...step, ms: Math.max(0, endedAt - last) }, number);
    last = Math.max(last, endedAt);
    return number;
  };
  /** A step that the next ones need. */
  const must = (step: Omit<Step, 'ms'>, endedAt: number): void => {
    const told = tell(step, endedAt);
    if (!step.ok) throw new Failed(`step ${told} was answered ${step.status ?? 'nothing'}`);
  };
  const missing = async (what: string, connectorId: string): Promise<string> => {
    if (signal?.aborted) return 'it was stopped';
    const [letter] = await local.deadLetters(connectorId);
    const why = letter && `: the dead-letter queue of ${connectorId} says ${letter.attributes.reason}`;
    return `${what} did not come within ${patienceMs / 1000} s${why ?? ''}`;
  };

  const path = connectorPath(inbound);
  const entry = platform.entry(
    { identityValue, audience: AUDIENCE, action: ACTION, entryId: randomUUID() },
    localKey(inbound.id),
  );
  const answer = await fetch(local.url + path, { method: 'POST', ...entry });
  const said = await answer.text();
  must(
    {
      title: `${sentence(platform.title)} tells of the audience entry`,
      call: `POST ${path}`,
      status: answer.status,
      ok: answer.ok,
      lines: [platform.entryName, entry.body, `answer ${said}`],
    },
    Date.now(),
  );

  const asked = await wait(() =>
    air.calls.find((call) => call.receivedAt >= startedAt && triggersFor(call, identityValue)),
  );
  if (!asked) throw new Failed(await missing("EE Connect's call to AIR", inbound.id));
  must(
    {
      title: 'EE Connect has AIR issue the reward',
      call: `POST ${asked.path}`,
      status: asked.status ?? null,
      ok: asked.status === 201,
      lines: [asked.body, `points ${pointsBefore} before, ${wallet.points.current} now`],
    },
    asked.receivedAt,
  );

  const isNews = (each: Delivery) => each.startedAt >= startedAt && each.eventName === 'SERVICE.TRIGGER';
  const news = await wait(() => air.deliveries.made.find(isNews));
  if (!news) throw new Failed(await missing("AIR's event", inbound.id));
  must(
    {
      title: `AIR posts its event ${news.eventName}`,
      call: `POST ${new URL(news.url).pathname}`,
      status: news.status,
      ok: news.status >= 200 && news.status < 300,
      lines: [`event ${news.eventId}`],
    },
    news.startedAt + news.ms,
  );

  // All at a time: one platform's trouble delays no other.
  const hearing = { local, startedAt, patienceMs, signal, tell, missing };
  return Promise.all(ears.map((ear) => hear(ear, hearing)));
}

const triggersFor = (call: SimulatedCall, identityValue: string): boolean =>
  call.status !== undefined &&
  (call.json as { identityValue?: unknown } | undefined)?.identityValue === identityValue;
