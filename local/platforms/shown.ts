import type { Simulator } from '../simulators/simulator';
import type { ProfileView, RunningPlatform } from './platform';

/** A platform's simulator with what leads to it. */
interface Reachable extends Simulator {
  readonly settings: RunningPlatform['settings'];
  readonly credentials: RunningPlatform['credentials'];
}

/** What a platform knows of consumers, and how the local run shows it. `P`: a profile in the simulator's own shape. */
interface Shows<P> {
  find(identityValue: string): P | null;
  all(): readonly P[];
  /** The platform's own id of a profile; none: its place is shown. */
  idOf(profile: P): string | null | undefined;
  view(profile: P): ProfileView;
  /** What a call carried, in a few words. */
  describe(json: unknown): string;
}

/** A simulator as the local run has it. */
export function shown<P>(simulator: Reachable, shows: Shows<P>): RunningPlatform {
  const { settings, credentials } = simulator;
  return {
    simulator,
    settings,
    credentials,
    profile: (identityValue) => {
      const profile = shows.find(identityValue);
      return profile && shows.view(profile);
    },
    profiles: () =>
      Object.fromEntries(
        shows.all().map((profile, index) => [shows.idOf(profile) ?? `#${index}`, shows.view(profile)]),
      ),
    describe: ({ json }) => shows.describe(json),
  };
}
