/** The sample consumer journey: a late delivery, from the audience entry to the profile. */
import type { Local } from '../local';
import { type Ear, earOf, type Heard } from './heard';
import { type Cast, Failed, Play } from './play';
import type { Roles } from './roles';
import type { Step } from './step';

export interface JourneyOptions extends Roles {
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

const PATIENCE_MS = 20_000;

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
    const heard = await new Play(
      { ...options, patienceMs: options.patienceMs ?? PATIENCE_MS },
      cast,
      startedAt,
    ).run();
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
