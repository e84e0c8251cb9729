import { counterKey } from '../../connectors/keys';
import type { InboundSettings } from '../../connectors/settings';
import type { Table } from '../../connectors/table';
import { keptUntil } from '../kept-until';
import { KEEP_DAYS } from '../limits';
import type { RewardRecord } from './record';

/** The periods in which a reward counts, UTC: `2025-02-03T20` and `2025-02-03`. */
export interface Counted {
  readonly countedHour: string;
  readonly countedDay: string;
}

/**
 * Counts a reward against the limits, before its call: a crash after it parks one too many, never one too few. A reward
 * that was counted in a period is not counted again in it, however often its message comes.
 * @returns the periods, or the limit that is reached.
 */
export async function countReward(
  table: Table,
  connector: string,
  reward: { readonly action: string; readonly identityValue: string },
  limits: InboundSettings['limits'],
  record: Pick<RewardRecord, 'countedHour' | 'countedDay'> | null,
  nowMs: number,
): Promise<Counted | { readonly over: string }> {
  const iso = new Date(nowMs).toISOString();
  const counted: Counted = { countedHour: iso.slice(0, 13), countedDay: iso.slice(0, 10) };
  const add = async (what: string, period: string, limit: number): Promise<boolean> => {
    const after = await table.update(counterKey(connector, what, period), {
      expression: 'SET expiresAt = if_not_exists(expiresAt, :end) ADD rewards :one',
      condition: 'attribute_not_exists(rewards) OR rewards < :limit',
      values: {
        ':end': keptUntil(nowMs, KEEP_DAYS.counter),
        ':one': 1,
        ':limit': limit,
      },
    });
    return after !== null;
  };
  const { perActionPerHour, perConsumerPerDay } = limits;
  if (record?.countedHour !== counted.countedHour)
    if (!(await add(`action:${reward.action}`, counted.countedHour, perActionPerHour)))
      return { over: `${perActionPerHour} of this action in the hour ${counted.countedHour}` };
  if (record?.countedDay !== counted.countedDay)
    if (!(await add(`consumer:${reward.identityValue}`, counted.countedDay, perConsumerPerDay)))
      return { over: `${perConsumerPerDay} of this consumer on ${counted.countedDay}` };
  return counted;
}
