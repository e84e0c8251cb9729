import { rewardReferenceKey } from '../../functions/connectors/keys';
import type { Table } from '../../functions/connectors/table';
import type { RewardRecord } from '../../functions/delivery/rewards/record';
import { RewardStore } from '../../functions/delivery/rewards/store';
import { CommandError } from './command-error';

/** What a person found out about a reward in AIR. */
export const FOUND = ['issued', 'not-issued'] as const;
export type Found = (typeof FOUND)[number];

/**
 * Writes down what somebody found out about a reward whose outcome nobody knew (`unknown`, `partly`, or a call whose
 * function died). Only this, AIR's own event, or `onUnknownOutcome: "repeat"` lets go of such a reward: a redrive alone
 * never sends it again.
 * @param reference the `walletTransaction.reference` that AIR was given.
 * @returns the reward as it was before.
 * @throws CommandError where there is nothing to be settled; it says why.
 */
export async function settleReward(
  table: Table,
  reference: string,
  found: Found,
  now: () => number = Date.now,
): Promise<RewardRecord> {
  const store = new RewardStore(table, now);
  const pointer = rewardReferenceKey(reference);
  const key = (await table.get([pointer]))(pointer)?.key;
  const record = typeof key === 'string' ? await store.read(key) : null;
  if (typeof key !== 'string' || record === null)
    throw new CommandError(`--reference: there is no reward ${reference}; rewards export shows them`);
  if (record.state === 'issued')
    throw new CommandError(`${reference} is issued already: ${record.issuedAt ?? ''}`);
  if (record.state === 'sent' && record.leaseUntilMs > now())
    throw new CommandError(`${reference} is being sent just now: wait a minute and look again`);
  if (found === 'issued') {
    if (!(await store.confirm(key, record.walletId)))
      throw new CommandError(`${reference} has changed meanwhile: look again`);
    return record;
  }
  if (record.state !== 'unknown' && record.state !== 'partly' && record.state !== 'sent')
    throw new CommandError(`${reference} is ${record.state}: nothing was issued, and a redrive sends it`);
  if (!(await store.release(key, record)))
    throw new CommandError(`${reference} has changed meanwhile: look again`);
  return record;
}
