/** The sample consumer journey: a late delivery, from the audience entry to the profile. */
import { randomUUID } from 'node:crypto';
import type { ConnectorConfig } from '../../functions/connectors/config';
import { localKey } from '../local-key';
import type { LocalPlatform, ProfileView, RunningPlatform } from '../platforms/platform';
import type { Local } from '../run';
import type { AirSimulator } from '../simulators/air';
import type { Delivery } from '../simulators/air/deliveries';
import type { Wallet } from '../simulators/air/programme';
import type { SimulatedCall } from '../simulators/simulator';
import type { Step } from './step';

export interface JourneyOptions {
  readonly local: Local;
  readonly platform: LocalPlatform;
  readonly inbound: ConnectorConfig;
  readonly outbound: ConnectorConfig;
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
  readonly identityValue: string;
  readonly profile: ProfileView | null;
  readonly totalMs: number;
}

export const AUDIENCE = 'Late delivery';
export const ACTION = 'LATE-DELIVERY';
const PATIENCE_MS = 20_000;
const EVERY_MS = 10;

async function waitFor<T>(
  look: () => T | Promise<T>,
  withinMs: number,
  signal?: AbortSignal,
): Promise<NonNullable<T> | null> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (Date.now() > deadline || signal?.aborted) return null;
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A step that cannot be shown as done. */
class Failed extends Error {}

/** The parts of a running bundle that a journey needs. */
interface Cast {
  readonly air: AirSimulator;
  readonly running: RunningPlatform;
  readonly wallet: Wallet;
  readonly identityValue: string;
}

function castOf({ local, platform, outbound }: JourneyOptions): Cast {
  const running = local.platforms[platform.name];
  const [wallet] = local.air?.programme.wallets() ?? [];
  const identity = wallet?.identities.find(({ type }) => type === outbound.settings.identityType);
  if (!local.air || !running || !wallet || !identity)
    throw new Error(`the journey needs simulators of AIR and of ${platform.title}`);
  return { air: local.air, running, wallet, identityValue: identity.value };
}

/** Plays the journey. Never throws for a step that fails: the end says what and why. */
export async function runJourney(options: JourneyOptions): Promise<JourneyEnd> {
  const cast = castOf(options);
  const startedAt = Date.now();
  let failure: string | null = null;
  try {
    await play(options, cast, startedAt);
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    failure = error.message;
  }
  return {
    failure,
    consumer: cast.wallet.name,
    identityValue: cast.identityValue,
    profile: cast.running.profile(cast.identityValue),
    totalMs: Date.now() - startedAt,
  };
}

async function play(options: JourneyOptions, cast: Cast, startedAt: number): Promise<void> {
  const { local, platform, inbound, outbound, onStep, patienceMs = PATIENCE_MS, signal } = options;
  const wait = <T>(look: () => T | Promise<T>) => waitFor(look, patienceMs, signal);
  const { air, running, wallet, identityValue } = cast;
  const before = { points: wallet.points.current, profile: JSON.stringify(running.profile(identityValue)) };
  let last = startedAt;
  let number = 0;
  const tell = (step: Omit<Step, 'ms'>, endedAt: number) => {
    number += 1;
    onStep({ ...step, ms: Math.max(0, endedAt - last) }, number);
    last = endedAt;
    if (!step.ok) throw new Failed(`step ${number} was answered ${step.status ?? 'nothing'}`);
  };
  const missing = async (what: string, connector: ConnectorConfig) => {
    if (signal?.aborted) return new Failed('it was stopped');
    const [letter] = await local.deadLetters(connector.id);
    const why = letter && `: the dead-letter queue of ${connector.id} says ${letter.attributes.reason}`;
    return new Failed(`${what} did not come within ${patienceMs / 1000} s${why ?? ''}`);
  };

  const path = `/in/${platform.name}/${inbound.id}`;
  const entry = platform.entry(
    { identityValue, audience: AUDIENCE, action: ACTION, entryId: randomUUID() },
    localKey(inbound.id),
  );
  const answer = await fetch(local.url + path, { method: 'POST', ...entry });
  const said = await answer.text();
  tell(
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
  if (!asked) throw await missing("EE Connect's call to AIR", inbound);
  tell(
    {
      title: 'EE Connect has AIR issue the reward',
      call: `POST ${asked.path}`,
      status: asked.status ?? null,
      ok: asked.status === 201,
      lines: [asked.body, `points ${before.points} before, ${wallet.points.current} now`],
    },
    asked.receivedAt,
  );

  const isNews = (each: Delivery) => each.startedAt >= startedAt && each.eventName === 'SERVICE.TRIGGER';
  const news = await wait(() => air.deliveries.made.find(isNews));
  if (!news) throw await missing("AIR's event", inbound);
  tell(
    {
      title: `AIR posts its event ${news.eventName}`,
      call: `POST ${new URL(news.url).pathname}`,
      status: news.status,
      ok: news.status >= 200 && news.status < 300,
      lines: [`event ${news.eventId}`],
    },
    news.startedAt + news.ms,
  );

  const changed = await wait(() => JSON.stringify(running.profile(identityValue)) !== before.profile);
  if (!changed) throw await missing(`the news in ${platform.title}`, outbound);
  await wait(async () => (await local.waiting(outbound.id)) === 0);
  for (const call of running.simulator.calls.filter((each) => each.receivedAt >= startedAt))
    tell(
      {
        title: `EE Connect tells ${platform.title}`,
        call: `${call.method} ${call.path}`,
        status: call.status ?? null,
        ok: call.status !== null && call.status !== undefined && call.status < 300,
        lines: [running.describe(call), call.body],
      },
      call.receivedAt,
    );
}

const triggersFor = (call: SimulatedCall, identityValue: string): boolean =>
  call.status !== undefined &&
  (call.json as { identityValue?: unknown } | undefined)?.identityValue === identityValue;
