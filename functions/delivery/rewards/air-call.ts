import { type AirCredentials, triggerRequest } from '../../air/trigger';
import { readTriggerAnswer, type TriggerVerdict } from '../../air/trigger-answer';
import { logDecision } from '../../connectors/log';
import type { RewardMessage } from '../../connectors/message';
import { measure } from '../../connectors/metrics';
import type { Secret } from '../../connectors/secrets';
import type { Credentials } from '../credentials';
import { callTimeoutMs, type RemainingMs } from '../deadline';
import type { HttpClient } from '../http';

/** What is known of a call to AIR once it is over. */
export type CallOutcome = TriggerVerdict | { readonly kind: 'not-sent'; readonly detail: string };

export interface AirCallContext {
  readonly http: HttpClient;
  readonly credentials: Credentials<AirCredentials>;
  /** AIR's base URL with its path prefix. */
  readonly walletUrl: string;
  readonly connector: string;
  readonly now: () => number;
}

/**
 * Asks AIR for one reward. A second call is made only after AIR refused the credentials, when others are at hand: nothing
 * was issued then.
 */
export async function callAir(
  context: AirCallContext,
  message: RewardMessage,
  remainingMs: RemainingMs,
  first: { readonly credentials: AirCredentials; readonly secret: Secret },
): Promise<CallOutcome> {
  const outcome = await send(context, message, remainingMs, first.credentials);
  if (outcome.kind !== 'later' || outcome.reason !== 'credentials-refused') return outcome;
  measure('CredentialsRefused', 1, { connector: context.connector, direction: 'inbound' });
  const newer = await context.credentials.newer(first.secret);
  return newer ? send(context, message, remainingMs, newer.credentials) : outcome;
}

async function send(
  { http, walletUrl, connector, now }: AirCallContext,
  message: RewardMessage,
  remainingMs: RemainingMs,
  credentials: AirCredentials,
): Promise<CallOutcome> {
  const of = { connector, direction: 'inbound' as const };
  const timeout = callTimeoutMs(remainingMs());
  if (timeout === null) return { kind: 'not-sent', detail: 'no time left' };
  const begun = now();
  const result = await http.send(triggerRequest(walletUrl, message, credentials), timeout);
  const durationMs = now() - begun;
  const answer = result.kind === 'answered' ? result.answer : null;
  const decision = {
    decision: 'called' as const,
    ...of,
    requestId: message.requestId,
    rewardReference: message.reference,
    action: message.action,
    status: answer?.status,
    detail: result.kind === 'answered' ? undefined : `${result.kind} ${result.detail}`,
    durationMs,
    airCallId: answer?.headers['x-ees-called-unique-id'],
  };
  logDecision(decision, 'info', { PlatformCalls: 1, PlatformLatency: durationMs });
  if (result.kind === 'answered') return readTriggerAnswer(result.answer, now());
  return result.kind === 'not-sent' ? result : { kind: 'unknown', detail: result.detail, delayMs: null };
}
