import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { breakerKey } from '../../connectors/keys';
import type { RewardMessage } from '../../connectors/message';
import { Breaker } from '../breaker';
import type { RemainingMs } from '../deadline';
import { type Decoded, decode } from '../decode';
import { Gate } from '../gate';
import { groupOfRecord, type Judged, type SettleContext, settle, type Verdict } from '../settle';
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
  const judged: Judged[] = entries.map((entry, index) => ({
    ...entry,
    verdict: entry.verdict ?? verdicts.get(index) ?? BEHIND,
  }));
  return settle(judged, { ...context, direction: 'inbound' });
}

/** Of what follows a reward that stays. */
const BEHIND: Verdict = { kind: 'wait', delayMs: 0, detail: 'behind an earlier message' };

async function judge(
  entries: readonly Entry[],
  context: InboundContext,
  remainingMs: RemainingMs,
): Promise<ReadonlyMap<number, Verdict>> {
  const verdicts = new Map<number, Verdict>();
  let gate: Gate;
  try {
    gate = await enter(context, remainingMs);
  } catch (error) {
    return new Map(entries.map((_, index) => [index, thrown(error)]));
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
  const run = async (group: readonly number[]): Promise<void> => {
    for (const index of group) {
      const message = entries[index]?.message;
      if (!message) continue;
      const verdict = await one(message);
      verdicts.set(index, verdict);
      if (verdict.kind === 'again' || verdict.kind === 'wait') return;
    }
  };
  // While the breaker is on trial only one call is under way; what it says is for all.
  while (gate.trial && !gate.shut && groups.length > 0) await run(groups.shift() ?? []);
  await Promise.all(groups.map(run));
  await gate.leave();
  return verdicts;
}

async function enter(context: InboundContext, remainingMs: RemainingMs): Promise<Gate> {
  const { table, connector, now, random } = context;
  const key = breakerKey(connector);
  const row = (await table.get([key]))(key);
  const breaker = new Breaker(table, { connector, direction: 'inbound' }, now, random);
  return Gate.enter(breaker, row, remainingMs());
}

/** Indexes of the batch, by consumer, in order. */
function byGroup(entries: readonly Entry[]): number[][] {
  const groups = new Map<string, number[]>();
  entries.forEach(({ record }, index) => {
    const group = groups.get(groupOfRecord(record)) ?? [];
    groups.set(groupOfRecord(record), [...group, index]);
  });
  return [...groups.values()];
}
