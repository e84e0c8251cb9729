/** What a platform declares of the way from AIR to it. */
import type * as z from 'zod/mini';
import type { OutboundSettings } from '../connectors/settings';
import type { SettingsShape } from './described';
import type { HttpAnswer, HttpRequest, Probe } from './http';
import type { FieldError } from './inbound';
import type { CallLimits, Item, Items, NamedEvent, NamedProfile } from './item';
import type { CallVerdict } from './outcome';

/** AIR to platform. `S`: the connector's settings, `C`: the platform's credentials in the connector's secret. */
export interface Outbound<S extends OutboundSettings, C> {
  readonly settings: SettingsShape;
  readonly credentials: z.ZodMiniType<C>;
  /** Settings that `preview --platform`, the local run and the docs use when there is no connector: as in `connectors.json`. */
  readonly example: Readonly<Record<string, unknown>>;
  limits(target: string, settings: S): CallLimits;
  /**
   * Pure mapping, profiles before events of the same consumer. An item larger than the platform allows is slimmed or
   * split; `unsendable` names what cannot be sent at all.
   */
  items(events: readonly NamedEvent[], profiles: readonly NamedProfile[], settings: S): Items;
  /**
   * Asked once all items of a delivery are known: the same items in the same order, each with the target it is to have,
   * where that depends on how many there are, or on whether an earlier attempt may have reached the platform. Absent: the
   * targets that `items` gave, which have to be safe by themselves.
   * @param mayHaveBeenSent true for items of a message that was received before, or is a redrive.
   */
  arrange?(items: readonly Item[], mayHaveBeenSent: (item: Item) => boolean, settings: S): readonly Item[];
  /** One call for these items, all of one target and within its limits. */
  request(items: readonly Item[], settings: S): HttpRequest;
  /**
   * Adds the secret headers. Kept apart so that a preview never sees a credential.
   * @param nowMs for signatures that hold the time; the clock's where it is left out.
   */
  authorize(request: HttpRequest, credentials: C, nowMs?: number): HttpRequest;
  /**
   * Reads a 2xx answer, which may hold failures of single items, or another status that means something of its own on
   * this platform; null leaves the status to the common judgement (`judgeStatus`).
   */
  read(answer: HttpAnswer, items: readonly Item[]): CallVerdict | null;
  /** When the platform asks to wait, in ms from `nowMs`; null where the common headers say it. */
  retryAfterMs?(answer: HttpAnswer, nowMs: number): number | null;
  /** How a platform recognises a repeat; null where it has no key, and a second effect is possible. */
  readonly deduplication: string | null;
  /** What no single setting can tell: settings that do not fit together. Asked at synth, never at run time. */
  check?(settings: S): readonly FieldError[];
  /**
   * How `ee-connect check` finds out whether the platform accepts the credentials that these settings need; never used by
   * a function. Absent: the platform has no harmless call that tells.
   */
  probes?(settings: S): readonly Probe[];
}
