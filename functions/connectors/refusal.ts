import type { FieldError, InboundResult } from '../platforms/inbound';
import { placeOf } from './error-name';
import { MessageTooLarge } from './message-encoding';
import { QueueUnavailable } from './queue';
import { SecretsUnavailable } from './secrets';

/** Everything but success that a receiving function can answer. `unavailable` is the only one that is worth repeating. */
export type RefusalKind = Exclude<InboundResult['kind'], 'accepted'>;

/** HTTP status of each kind, where a platform has no codes of its own. */
export const STATUS: Readonly<Record<RefusalKind | 'accepted', number>> = {
  accepted: 202,
  refused: 400,
  unauthorized: 401,
  'too-large': 413,
  unsupported: 415,
  unavailable: 503,
};

/** Ends a request. Carries what the caller is told, and what only the log is told. */
export class Refusal extends Error {
  /**
   * @param errors what the caller is told: fields of the request, and what was expected there. Nothing of the body.
   * @param reason what log and figures are told beside it, for example why a caller is unauthorized.
   * @param detail only for the log.
   */
  constructor(
    readonly kind: RefusalKind,
    readonly errors: readonly FieldError[] = [],
    readonly reason: string = kind,
    readonly detail?: string,
  ) {
    super(reason);
    this.name = 'Refusal';
  }
}

/**
 * Any error as the end of a request. What nobody foresaw counts as `unavailable`: the caller keeps the request and sends
 * it again, so that nothing is lost while the fault is mended.
 */
export function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof QueueUnavailable)
    return new Refusal('unavailable', [], 'queue-unavailable', error.detail);
  if (error instanceof SecretsUnavailable) return new Refusal('unavailable', [], 'secrets-unavailable');
  if (error instanceof MessageTooLarge) return new Refusal('too-large');
  return new Refusal('unavailable', [], 'fault', placeOf(error));
}

/** A 400 about the body as a whole. */
export const badBody = (message: string): Refusal => new Refusal('refused', [{ field: 'body', message }]);
