import type { AirCredentials } from '../../air/trigger';
import { errorName } from '../../connectors/error-name';
import { logDecision } from '../../connectors/log';
import type { RewardMessage } from '../../connectors/message';
import { measure } from '../../connectors/metrics';
import { renewedReference } from '../../connectors/reward-key';
import type { Secret } from '../../connectors/secrets';
import type { InboundSettings } from '../../connectors/settings';
import type { Table } from '../../connectors/table';
import { callTimeoutMs, type RemainingMs } from '../deadline';
import type { Gate } from '../gate';
import type { Verdict } from '../settle';
import { type AirCallContext, callAir } from './air-call';
import { type Conclusion, conclude } from './conclusion';
import { countReward } from './counters';
import {
  forgotten,
  isRenewal,
  nextStep,
  type RewardFacts,
  type RewardRecord,
  type RewardStep,
} from './record';
import { RewardStore, RewardTaken } from './store';

export interface RewardContext extends AirCallContext {
  readonly table: Table;
  readonly settings: InboundSettings;
}

/** A little longer than the function can live, so that a lease never ends before its owner. */
const LEASE_MARGIN_MS = 5000;
const TAKEN_MS = 5000;

/**
 * Issues rewards: at most one call to AIR per key whose outcome is not known to be "nothing was issued".
 *
 * The order is the guarantee: count, write `sent`, call, write what became of it. A function that dies before `sent`
 * has called nobody; one that dies after it leaves a record that says the outcome is unknown.
 */
export class RewardIssuer {
  private readonly store: RewardStore;

  constructor(private readonly context: RewardContext) {
    this.store = new RewardStore(context.table, context.now);
  }

  /** @throws when the table cannot be used before the call. Nothing was sent then. */
  async issue(asked: RewardMessage, gate: Gate, remainingMs: RemainingMs): Promise<Verdict> {
    const { settings, now } = this.context;
    const found = await this.store.read(asked.key);
    const anew = found !== null && isRenewal(found, asked);
    const reference = anew
      ? renewedReference(asked.key, asked.receivedAt)
      : (found?.reference ?? asked.reference);
    const message = { ...asked, reference };
    const before = anew ? forgotten(found) : found;
    const step = nextStep(before, settings.onUnknownOutcome, now());
    if (step.kind === 'issued') return { kind: 'done', decision: 'repeated' };
    if (step.kind === 'wait') return step;
    if (step.kind === 'park') return this.park(message, before, step);
    if (gate.shut) return { kind: 'again', waitingFor: 'connector', ...gate.shut };
    if (callTimeoutMs(remainingMs()) === null)
      return { kind: 'wait', delayMs: 0, detail: 'the function had no time left' };
    const credentials = await this.context.credentials.current();
    if (credentials.kind === 'missing')
      return { ...credentials, kind: 'again', waitingFor: 'connector', askedMs: null };
    return this.unlessTaken(() => this.claimed(message, before, gate, remainingMs, credentials));
  }

  private async unlessTaken(step: () => Promise<Verdict>): Promise<Verdict> {
    try {
      return await step();
    } catch (error) {
      if (error instanceof RewardTaken)
        return { kind: 'wait', delayMs: TAKEN_MS, detail: 'another function is sending it' };
      throw error;
    }
  }

  /** The record of a call whose function died says `sent`; from here on it says what that means. */
  private park(
    message: RewardMessage,
    before: RewardRecord | null,
    step: Extract<RewardStep, { kind: 'park' }>,
  ): Promise<Verdict> {
    return this.unlessTaken(async () => {
      if (before?.state === 'sent') {
        const unknown = { state: 'unknown' as const, unknownSinceMs: before.leaseUntilMs, leaseUntilMs: 0 };
        await this.store.write(message.key, before, { ...before, ...unknown });
      }
      return { kind: 'dead', reason: step.reason, detail: step.detail };
    });
  }

  private async claimed(
    message: RewardMessage,
    before: RewardRecord | null,
    gate: Gate,
    remainingMs: RemainingMs,
    credentials: { readonly credentials: AirCredentials; readonly secret: Secret },
  ): Promise<Verdict> {
    const { table, connector, settings, now } = this.context;
    const fresh = this.recordFor(message, before);
    const [counted] = await Promise.all([
      countReward(table, connector, message, settings.limits, before, now()),
      this.store.writeReference(message.reference, message.key),
    ]);
    if ('over' in counted) {
      await this.store.write(message.key, before, {
        ...fresh,
        state: 'parked',
        reason: 'reward-limit',
        detail: counted.over,
      });
      return { kind: 'dead', reason: 'reward-limit', detail: counted.over };
    }
    const sent = await this.store.write(message.key, before, {
      ...fresh,
      ...counted,
      state: 'sent',
      leaseUntilMs: now() + remainingMs() + LEASE_MARGIN_MS,
      sentAt: new Date(now()).toISOString(),
      attempts: fresh.attempts + 1,
      // A call whose function died is as unknown as one without an answer.
      unknownSinceMs: before?.state === 'sent' ? before.leaseUntilMs : fresh.unknownSinceMs,
    });
    const outcome = await callAir(this.context, message, remainingMs, credentials);
    const conclusion = conclude(outcome, sent, settings.onUnknownOutcome, now());
    // The record first: until it is written a crash makes the outcome unknown.
    const verdict = await this.writeDown(message, sent, conclusion);
    await this.tellGate(gate, outcome.kind, conclusion);
    return verdict;
  }

  private recordFor(message: RewardMessage, before: RewardRecord | null): RewardFacts {
    const { reference, identityValue, action, source, receivedAt, requestId } = message;
    return {
      state: 'sent',
      leaseUntilMs: 0,
      connector: this.context.connector,
      reference,
      identityValue,
      action,
      source,
      receivedAt,
      requestId,
      sentAt: before?.sentAt ?? null,
      issuedAt: null,
      attempts: before?.attempts ?? 0,
      countedHour: before?.countedHour ?? null,
      countedDay: before?.countedDay ?? null,
      unknownSinceMs: before?.unknownSinceMs ?? null,
      walletId: null,
      walletTransactionId: null,
      reason: null,
      detail: null,
    };
  }

  private async tellGate(gate: Gate, kind: string, { record, trouble, verdict }: Conclusion): Promise<void> {
    if (kind === 'unknown') measure('UnknownOutcomes', 1, this.of);
    if (record.state === 'issued') measure('RewardsIssued', 1, this.of);
    const detail = 'detail' in verdict ? verdict.detail : undefined;
    await (trouble ? gate.trouble(trouble.reason, detail, trouble.askedMs) : gate.fine());
  }

  /** Writes down what became of the call. What is known stands, also when it cannot be written. */
  private async writeDown(
    message: RewardMessage,
    sent: RewardRecord,
    { record, verdict }: Conclusion,
  ): Promise<Verdict> {
    try {
      await this.store.write(message.key, sent, { ...sent, ...record, leaseUntilMs: 0 });
      return verdict;
    } catch (error) {
      if (error instanceof RewardTaken) return this.overtaken(message, record, verdict);
      const detail = `the record of the reward was not written: ${errorName(error)}`;
      logDecision({ decision: 'problem', ...this.of, rewardReference: message.reference, detail }, 'error');
      return verdict;
    }
  }

  /** While the call was under way AIR's own event told that it was issued; or the lease was over, and another has it. */
  private async overtaken(
    message: RewardMessage,
    next: Conclusion['record'],
    verdict: Verdict,
  ): Promise<Verdict> {
    if (next.state === 'issued') {
      await this.store.settle(message.key, next.walletId ?? null);
      return verdict;
    }
    const record = await this.store.read(message.key);
    return record?.state === 'issued'
      ? { kind: 'done', decision: 'delivered' }
      : { kind: 'wait', delayMs: TAKEN_MS, detail: 'another function is sending it' };
  }

  private get of() {
    return { connector: this.context.connector, direction: 'inbound' as const };
  }
}
