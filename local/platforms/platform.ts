/** What a platform brings to the local run: its simulator, how it tells of an audience entry, and how it shows a profile. */
import type { Simulator } from '../simulators/simulator';

/** A consumer who entered an audience, and the reward that is to be issued for it. */
interface AudienceEntry {
  /** As the platform knows the consumer. */
  readonly identityValue: string;
  readonly audience: string;
  /** AIR's action reference. */
  readonly action: string;
  /** The platform's id of this entry; the same one again is a repeat. */
  readonly entryId: string;
}

/** The request that the platform makes for it, as its users are told to set it up. */
interface EntryRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ProfileEvent {
  readonly name: string;
  readonly time: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A consumer's profile as the platform shows it. */
export interface ProfileView {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly ProfileEvent[];
}

/** A platform's simulator, running. */
export interface RunningPlatform {
  readonly simulator: Simulator;
  /** What a connector's settings have to be to reach it. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** What stands in an outbound connector's secret beside its External Keys. */
  readonly credentials: Readonly<Record<string, unknown>>;
  profile(identityValue: string): ProfileView | null;
  /** All profiles, by the platform's own user id. */
  profiles(): Readonly<Record<string, ProfileView>>;
  /** In a few words: what a call carried, for example `1 profile, 2 events`. */
  describe(call: { readonly json: unknown }): string;
}

export interface LocalPlatform {
  /** As in the registry of platforms. */
  readonly name: string;
  readonly title: string;
  /** What the platform's way of calling us is named there, for example `webhook of a Canvas step`. */
  readonly entryName: string;
  /** Whether its simulator's profiles have their events in the order in which they were sent. */
  readonly keepsOrder: boolean;
  /** @param externalKey of the inbound connector. */
  entry(entry: AudienceEntry, externalKey: string): EntryRequest;
  start(): Promise<RunningPlatform>;
}
