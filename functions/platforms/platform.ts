/**
 * What a platform folder declares. The registry of these alone drives routing, the stack, the docs table and the
 * contract tests; nothing outside a platform's folder knows its name.
 */
import type * as z from 'zod/mini';
import type { LoyaltyEvent, Profile } from '../air/loyalty-event';
import type { InboundSettings, OutboundSettings } from '../connectors/settings';
import type { CallVerdict, Reason } from './outcome';

/** The zod shape of settings that a platform adds to the common ones: they stand side by side in `connectors.json`. */
export type SettingsShape = z.core.$ZodShape;

/** A loyalty event with the name it has on the platform: renamed and prefixed by the connector's settings. */
export interface NamedEvent extends LoyaltyEvent {
  readonly platformName: string;
}

/** A profile whose attribute names are renamed and prefixed already, holding only what is to be sent. */
export interface NamedProfile extends Profile {
  /** Stable id of this state, for the ledger and for de-duplication: `<eesEventId>:<walletId>:profile`. */
  readonly id: string;
}

/** One thing to send: the smallest unit that a platform accepts, refuses or repeats by itself. */
export interface Item {
  /** The loyalty event's id or the profile's, with `#<part>` behind it where one becomes several items. */
  readonly id: string;
  readonly kind: 'event' | 'profile';
  /** Which of the platform's calls it goes into; items of different targets never share a call. */
  readonly target: string;
  /** Whose, as the walletId; only for keeping order, never sent. */
  readonly walletId: string;
  /** The platform's own shape. */
  readonly body: unknown;
}

/** What cannot be sent at all, and why, in words for the operator: never of whom. */
export interface Unsendable {
  readonly id: string;
  readonly reason: Extract<Reason, 'item-too-large' | 'item-not-sendable'>;
  readonly detail: string;
}

/** What loyalty events and profiles become. */
export interface Items {
  readonly items: readonly Item[];
  readonly unsendable: readonly Unsendable[];
}

/** An HTTP request without its secrets. */
export interface HttpRequest {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'GET';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An HTTP answer. Header names are lower case. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What an answer says of the credentials; `unknown`: nothing. */
export type ProbeVerdict = 'accepted' | 'refused' | 'unknown';

/** A call that changes nothing, whatever the answer, and whose answer tells whether credentials are right. */
export interface Probe {
  /** Which credentials, by their field in the secret. */
  readonly credential: string;
  /** Without its secrets: `authorize` adds them. */
  readonly request: HttpRequest;
  read(answer: HttpAnswer): ProbeVerdict;
}

/** The most that one call to `target` may hold. Bytes are as `jsonBytes` counts. */
export interface CallLimits {
  readonly items: number;
  readonly bytes: number;
}

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

/** An authenticated request of a platform. */
export interface InboundRequest {
  readonly headers: Readonly<Record<string, string>>;
  /** The bytes as they were sent (after base64, before inflating): what a signature covers. */
  readonly raw: Uint8Array;
  /** The body as text, inflated. */
  readonly text: string;
}

/** One reward that a platform asks for: one consumer, one action. */
export interface RewardRequest {
  readonly identityValue: string;
  /** AIR's action reference: the name of the behavioural or social action campaign. */
  readonly action: string;
  /** The platform's own id of this entry (dispatch, message, ...); null where it has none. */
  readonly platformId: string | null;
  /** The caller's `walletTransaction.reference`, which replaces the platform's id in the key. */
  readonly reference: string | null;
  /** Where it came from, for the operator: campaign, canvas, audience. */
  readonly source: string | null;
}

/** A part of a request that cannot be used: which field, and what was expected. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** What a body says: the rewards it asks for and the consumers in it that cannot be used; `ignored` where there is nothing to do. */
export interface InboundReading {
  readonly rewards: readonly RewardRequest[];
  readonly errors: readonly FieldError[];
  /** Why nothing is to be done (an exit, a verification call), where that is so. */
  readonly ignored?: string;
}

/** The receive function's answer to the platform, before the platform's own codes. */
export type InboundResult =
  | { readonly kind: 'accepted'; readonly requestId: string; readonly reading: InboundReading }
  | { readonly kind: 'refused'; readonly requestId: string; readonly errors: readonly FieldError[] }
  | {
      readonly kind: 'unauthorized' | 'too-large' | 'unsupported' | 'unavailable';
      readonly requestId: string;
    };

export interface HttpReply {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Platform to AIR. */
export interface Inbound<S extends InboundSettings> {
  readonly settings: SettingsShape;
  readonly example: Readonly<Record<string, unknown>>;
  /**
   * Which id of the platform's own every request has, by which a repeat is recognised for 13 months. Absent: there is one
   * only where people put it into the body; without it the same body is one reward for 7 days, and `check` reminds of it.
   */
  readonly ownId?: string;
  /**
   * True when the request was made with one of the External Keys. Absent: the `X-Auth-Token` header holds the key.
   * Compare with `sameSecret`, in constant time.
   * @param nowMs for signatures that hold the time; the clock's where it is left out.
   */
  authenticate?(
    request: InboundRequest,
    externalKeys: readonly string[],
    settings: S,
    nowMs?: number,
  ): boolean;
  /**
   * Headers that prove who calls, beside `authorization` and `x-auth-token`, in lower case: no firewall log shows them.
   */
  readonly secretHeaders?: readonly string[];
  /**
   * Answers a request before authentication, where a platform has to be able to ask without a key (mParticle reads what
   * a module can do before it has one); null for every other request. The answer holds no secret, and nothing is done.
   */
  greet?(json: unknown, request: InboundRequest, settings: S): HttpReply | null;
  /** Pure. Never throws for a bad body: what is wrong goes into `errors`. `json` is the parsed text. */
  read(json: unknown, request: InboundRequest, settings: S): InboundReading;
  /** The platform's own codes for a result, where 202, 400, 401, 413, 415 and 503 would make it stop or repeat wrongly. */
  reply?(result: InboundResult, request: InboundRequest): HttpReply | null;
}

export interface Platform {
  /** As in URLs and `connectors.json`. */
  readonly name: string;
  /** As people write it. */
  readonly title: string;
  // biome-ignore lint/suspicious/noExplicitAny: each platform has settings and credentials of its own types; they meet here only by name.
  readonly inbound?: Inbound<any>;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  readonly outbound?: Outbound<any, any>;
}

/** A platform's name, as in URLs, to the directions that it has. */
export type PlatformDirections = Readonly<Record<string, readonly ('inbound' | 'outbound')[]>>;
