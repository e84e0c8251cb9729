import { randomUUID } from 'node:crypto';
import { rewardKey, rewardReferenceKey } from '../../connectors/keys';
import type { Table } from '../../connectors/table';
import { keptUntil } from '../kept-until';
import { KEEP_DAYS } from '../limits';
import { type RewardFacts, type RewardRecord, type RewardState, recordOf } from './record';

/** The record of a reward could not be written since another function was faster. */
export class RewardTaken extends Error {
  constructor() {
    super('another function has this reward');
    this.name = 'RewardTaken';
  }
}

/** The records of rewards, by key, and found by the reference that AIR was given. */
export class RewardStore {
  constructor(
    private readonly table: Table,
    private readonly now: () => number,
  ) {}

  async read(key: string): Promise<RewardRecord | null> {
    const rowOf = await this.table.get([rewardKey(key)]);
    return recordOf(rowOf(rewardKey(key)));
  }

  /**
   * Makes the next write of a record, if nobody made it since it was read. It is kept longer than any queue can bring the
   * message back, whatever the time for which its key counts: without its record the reward would be issued anew.
   * @param before as it was read; null: there was none.
   * @throws RewardTaken
   */
  async write(
    key: string,
    before: Pick<RewardRecord, 'revision'> | null,
    next: RewardFacts,
  ): Promise<RewardRecord> {
    const seconds = Math.floor(this.now() / 1000);
    const record: RewardRecord = { ...next, writer: randomUUID(), revision: (before?.revision ?? 0) + 1 };
    const held = await this.table.put(
      { ...rewardKey(key), ...record, expiresAt: keptUntil(this.now(), KEEP_DAYS.reward) },
      before === null
        ? {
            expression: 'attribute_not_exists(pk) OR expiresAt <= :now',
            values: { ':now': seconds },
          }
        : { expression: 'revision = :seen', values: { ':seen': before.revision } },
    );
    if (held) return record;
    // The SDK repeats a write whose answer was lost, and finds its own.
    const found = await this.read(key);
    if (found?.writer === record.writer) return record;
    throw new RewardTaken();
  }

  /** Before the call, so that AIR's event of it finds the record. */
  async writeReference(reference: string, key: string): Promise<void> {
    await this.table.put({
      ...rewardReferenceKey(reference),
      key,
      expiresAt: keptUntil(this.now(), KEEP_DAYS.reward),
    });
  }

  /**
   * AIR tells that it issued the reward: final, whatever the record said, but for one that is only partly done.
   * @returns false where nothing was to be settled.
   */
  settle(key: string, walletId: string | null): Promise<boolean> {
    return this.issued(key, walletId, 'partly');
  }

  /** Somebody saw in AIR that it was issued, also one that was partly done. @returns false where that was known. */
  confirm(key: string, walletId: string | null): Promise<boolean> {
    return this.issued(key, walletId, 'issued');
  }

  /** @param final the state, besides `issued`, that stays as it is. */
  private async issued(key: string, walletId: string | null, final: RewardState): Promise<boolean> {
    const seconds = Math.floor(this.now() / 1000);
    const after = await this.table.update(rewardKey(key), {
      expression: 'SET #state = :issued, issuedAt = :at, walletId = :wallet ADD revision :one',
      condition: 'attribute_exists(pk) AND #state <> :issued AND #state <> :final AND expiresAt > :now',
      names: { '#state': 'state' },
      values: {
        ':issued': 'issued',
        ':final': final,
        ':at': new Date(this.now()).toISOString(),
        ':wallet': walletId,
        ':now': seconds,
        ':one': 1,
      },
    });
    return after !== null;
  }

  /**
   * Somebody saw in AIR that it was not issued: it may be sent again.
   * @param before as it was read.
   * @returns false where it was written since then.
   */
  async release(key: string, before: Pick<RewardRecord, 'revision'>): Promise<boolean> {
    const after = await this.table.update(rewardKey(key), {
      expression:
        'SET #state = :waiting, leaseUntilMs = :none, unknownSinceMs = :null, #reason = :null, detail = :null ADD revision :one',
      condition: 'revision = :seen',
      names: { '#state': 'state', '#reason': 'reason' },
      values: { ':waiting': 'waiting', ':none': 0, ':null': null, ':one': 1, ':seen': before.revision },
    });
    return after !== null;
  }
}
