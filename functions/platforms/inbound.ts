/** What a platform declares of the way from it to AIR. */
import type { InboundSettings } from '../connectors/settings';
import type { SettingsShape } from './described';
import type { HttpReply } from './http';

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
