/** What of a journey arrives in one of the platforms that hear of it. */
import type { Local } from '../local';
import type { LocalPlatform, ProfileView, RunningPlatform } from '../platforms/platform';
import type { Wallet } from '../simulators/air/programme';
import type { SimulatedCall } from '../simulators/simulator';
import type { Listener } from './roles';
import type { Step } from './step';
import { waitFor } from './wait-for';

/** What one platform knows of the consumer at the end. */
export interface Heard {
  readonly title: string;
  /** As this platform knows the consumer. */
  readonly identityValue: string;
  readonly profile: ProfileView | null;
  /** Why it did not hear of it, for a person; null: it did. */
  readonly failure: string | null;
  /** From the start to the platform's last call; null: there was none. */
  readonly ms: number | null;
}

/** A platform that is running, and a consumer in it. */
export interface Ear extends Listener {
  readonly running: RunningPlatform;
  readonly identityValue: string;
  /** The profile before the journey, as text. */
  readonly before: string;
}

/** @throws Error where the platform has no simulator, or the consumer no identity of its connector's type. */
export function earOf(local: Local, { platform, outbound }: Listener, wallet: Wallet): Ear {
  const running = local.platforms[platform.name];
  const identity = wallet.identities.find(({ type }) => type === outbound.settings.identityType);
  if (!running || !identity) throw new Error(`the journey needs a simulator of ${platform.title}`);
  const identityValue = identity.value;
  return { platform, outbound, running, identityValue, before: profileText(running, identityValue) };
}

const profileText = (running: RunningPlatform, identityValue: string): string =>
  JSON.stringify(running.profile(identityValue));

interface Hearing {
  readonly local: Local;
  readonly startedAt: number;
  readonly patienceMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Gets a step for each call that the platform got, those included that failed and were made again. */
  readonly tell: (step: Omit<Step, 'ms'>, endedAt: number) => void;
  /** Why something did not come. */
  readonly missing: (what: string, connectorId: string) => Promise<string>;
}

/** Waits until the platform has the news, tells of its calls, and looks at the profile. Never throws for what fails. */
export async function hear(ear: Ear, hearing: Hearing): Promise<Heard> {
  const { platform, outbound, running, identityValue } = ear;
  const { local, startedAt, patienceMs, signal, tell, missing } = hearing;
  const changed = await waitFor(() => profileText(running, identityValue) !== ear.before, patienceMs, signal);
  if (changed) await waitFor(async () => (await local.waiting(outbound.id)) === 0, patienceMs, signal);
  const calls = running.simulator.calls.filter(({ receivedAt }) => receivedAt >= startedAt);
  for (const call of calls) tell(stepOf(call, platform, running), call.receivedAt);
  const last = calls.at(-1);
  const refused =
    last && !isTaken(last) && !signal?.aborted ? `, it answered ${last.status ?? 'nothing'}` : '';
  const failure = changed ? null : `${await missing(`the news in ${platform.title}`, outbound.id)}${refused}`;
  return {
    title: platform.title,
    identityValue,
    profile: running.profile(identityValue),
    failure,
    ms: last ? last.receivedAt - startedAt : null,
  };
}

const isTaken = ({ status }: SimulatedCall): boolean => typeof status === 'number' && status < 300;

const stepOf = (
  call: SimulatedCall,
  { title }: LocalPlatform,
  running: RunningPlatform,
): Omit<Step, 'ms'> => ({
  title: `EE Connect tells ${title}`,
  call: `${call.method} ${call.path}`,
  status: call.status ?? null,
  ok: isTaken(call),
  lines: [running.describe(call), call.body],
});
