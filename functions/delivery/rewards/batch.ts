import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { RewardMessage } from '../../connectors/message';
import { byGroup } from '../by-group';
import type { RemainingMs } from '../deadline';
import { type Decoded, decode } from '../decode';
import { Gate } from '../gate';
import { BEHIND, type Judged, type SettleContext, settle, type Verdict } from '../settle';
import { thrown } from '../thrown';
import { type RewardContext, RewardIssuer } from './issue';

export type InboundContext = RewardContext & Omit<SettleContext, 'direction'>;

type Entry = Decoded<RewardMessage>;

/** Issues a batch of rewards: one consumer's one after the other, different consumers' at the same time. */
export async function deliverRewards(
  event: SQSEvent,
  context: InboundContext,
  remainingMs: RemainingMs,
): Promise<SQSBatchResponse> {
  const entries = event.Records.map((record) => decode<RewardMessage>(record, ['reward']));
  const verdicts = await judge(entries, context, remainingMs);
  const judged: Judged[] = entries.map((entry) => ({
    ...entry,
    verdict: entry.verdict ?? verdicts.get(entry) ?? BEHIND,
  }));
  return settle(judged, { ...context, direction: 'inbound' });
}

async function judge(
  entries: readonly Entry[],
  context: InboundContext,
  remainingMs: RemainingMs,
): Promise<ReadonlyMap<Entry, Verdict>> {
  const verdicts = new Map<Entry, Verdict>();
  let gate: Gate;
  try {
    gate = await Gate.enter(context, 'inbound', remainingMs());
  } catch (error) {
    return new Map(entries.map((entry) => [entry, thrown(error)]));
  }
  const issuer = new RewardIssuer(context);
  const one = async (message: RewardMessage): Promise<Verdict> => {
    try {
      return await issuer.issue(message, gate, remainingMs);
    } catch (error) {
      return thrown(error);
    }
  };
  const groups = byGroup(entries);
  const run = async (group: readonly Entry[]): Promise<void> => {
    for (const entry of group) {
      if (!entry.message) continue;
      const verdict = await one(entry.message);
      verdicts.set(entry, verdict);
      if (verdict.kind === 'again' || verdict.kind === 'wait') return;
    }
  };
  // While the breaker is on trial only one call is under way; what it says is for all.
  while (gate.trial && !gate.shut && groups.length > 0) await run(groups.shift() ?? []);
  await Promise.all(groups.map(run));
  await gate.leave();
  return verdicts;
}
