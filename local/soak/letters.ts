import { expiryEventId } from '../../functions/air/expiry';
import { decodeMessage } from '../../functions/connectors/message-decoding';
import type { Local } from '../local';
import type { Member } from './history/member';
import type { ParkedReward } from './oracle/rewards';

/** A dead letter as the oracle needs it. */
export interface Letter {
  readonly reason: string;
  /** Of an outbound connector: null where it is of no known wallet. */
  readonly walletId: string | null;
  /** As `Source.eventId` has it; several where one event goes by several names. */
  readonly eventIds: readonly string[];
  readonly reward: ParkedReward | null;
}

/** What stands on a connector's dead-letter queue. @throws MalformedMessage for a body that is none of ours. */
export async function lettersOf(local: Pick<Local, 'deadLetters'>, connector: string): Promise<Letter[]> {
  const standing = await local.deadLetters(connector);
  return standing.map(({ body, attributes }) => {
    const reason = attributes.reason ?? 'unsettled';
    const message = decodeMessage(body);
    if (message.kind === 'reward') {
      const { identityValue, action } = message;
      return { reason, walletId: null, eventIds: [], reward: { identityValue, action, reason } };
    }
    const { walletId } = message;
    if (message.kind === 'expiry')
      return { reason, walletId, eventIds: [expiryEventId(message)], reward: null };
    const reference = referenceIn(message.event);
    return {
      reason,
      walletId,
      eventIds: [message.eventId, ...(reference === null ? [] : [reference])],
      reward: null,
    };
  });
}

/** The reference of a SERVICE.TRIGGER's call. */
export function referenceIn(event: unknown): string | null {
  const { request } = (event ?? {}) as { request?: { body?: unknown } };
  if (typeof request?.body !== 'string') return null;
  try {
    const { walletTransaction } = JSON.parse(request.body) as { walletTransaction?: { reference?: unknown } };
    return typeof walletTransaction?.reference === 'string' ? walletTransaction.reference : null;
  } catch {
    return null;
  }
}

/** Which events of a member stand there; what is of no known wallet may be anybody's. */
export function waitingOf(letters: readonly Letter[]): (member: Member) => ReadonlySet<string> {
  const byWallet = new Map<string | null, Set<string>>();
  for (const { walletId, eventIds } of letters) {
    const ids = byWallet.get(walletId) ?? new Set();
    byWallet.set(walletId, ids);
    for (const id of eventIds) ids.add(id);
  }
  const anybodys = byWallet.get(null) ?? new Set();
  return ({ walletId }) => new Set([...(byWallet.get(walletId) ?? []), ...anybodys]);
}
