import { type AirCredentials, triggerRequest } from '../../air/trigger';
import { readTriggerAnswer, type TriggerVerdict } from '../../air/trigger-answer';
import { logDecision } from '../../connectors/log';
import type { RewardMessage } from '../../connectors/message';
import { measure, measureAll } from '../../connectors/metrics';
import type { Secret } from '../../connectors/secrets';
import type { InboundSettings } from '../../connectors/settings';
import type { Table } from '../../connectors/table';
import type { Credentials } from '../credentials';
import { callTimeoutMs, type RemainingMs } from '../deadline';
import type { Gate } from '../gate';
import type { HttpClient } from '../http';
import { REWARD_NEWS_WAIT } from '../limits';
import type { Verdict } from '../settle';
import { countReward } from './counters';
import { nextStep, type RewardFacts, type RewardRecord, type RewardStep } from './record';
import { RewardStore, RewardTaken } from './store';

export interface RewardContext {
  readonly table: Table;
  readonly http: HttpClient;
  readonly credentials: Credentials<AirCredentials>;
  /** AIR's base URL with its path prefix. */
  readonly walletUrl: string;
  readonly connector: string;
  readonly settings: InboundSettings;
  readonly now: () => number;
}

/** A little longer than the function can live, so that a lease never ends before its owner. */
const LEASE_MARGIN_MS = 5000;
const TAKEN_MS = 5000;

type After = Partial<RewardFacts> & Pick<RewardFacts, 'state'>;

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
  async issue(message: RewardMessage, gate: Gate, remainingMs: RemainingMs): Promise<Verdict> {
    const { settings, now } = this.context;
    const before = await this.store.read(message.key);
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
        await this.store.write(message.key, before, { ...before, ...unknown }, message.keepDays);
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
      this.store.writeReference(message.reference, message.key, message.keepDays),
    ]);
    if ('over' in counted) {
      await this.store.write(
        message.key,
        before,
        { ...fresh, state: 'parked', reason: 'reward-limit', detail: counted.over },
        message.keepDays,
      );
      return { kind: 'dead', reason: 'reward-limit', detail: counted.over };
    }
    const sent = await this.store.write(
      message.key,
      before,
      {
        ...fresh,
        ...counted,
        state: 'sent',
        leaseUntilMs: now() + remainingMs() + LEASE_MARGIN_MS,
        sentAt: new Date(now()).toISOString(),
        attempts: fresh.attempts + 1,
        // A call whose function died is as unknown as one without an answer.
        unknownSinceMs: before?.state === 'sent' ? before.leaseUntilMs : fresh.unknownSinceMs,
      },
      message.keepDays,
    );
    const verdict = await this.call(message, remainingMs, credentials);
    return this.conclude(message, sent, verdict, gate);
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

  /** One call; a second one only after AIR refused the credentials and others are at hand. */
  private async call(
    message: RewardMessage,
    remainingMs: RemainingMs,
    first: { readonly credentials: AirCredentials; readonly secret: Secret },
  ): Promise<TriggerVerdict | { readonly kind: 'not-sent'; readonly detail: string }> {
    const verdict = await this.send(message, remainingMs, first.credentials);
    if (verdict.kind !== 'later' || verdict.reason !== 'credentials-refused') return verdict;
    measure('CredentialsRefused', 1, this.of);
    const newer = await this.context.credentials.newer(first.secret);
    return newer ? this.send(message, remainingMs, newer.credentials) : verdict;
  }

  private async send(
    message: RewardMessage,
    remainingMs: RemainingMs,
    credentials: AirCredentials,
  ): Promise<TriggerVerdict | { readonly kind: 'not-sent'; readonly detail: string }> {
    const timeout = callTimeoutMs(remainingMs());
    if (timeout === null) return { kind: 'not-sent', detail: 'no time left' };
    const begun = this.context.now();
    const result = await this.context.http.send(
      triggerRequest(this.context.walletUrl, message, credentials),
      timeout,
    );
    const durationMs = this.context.now() - begun;
    const answer = result.kind === 'answered' ? result.answer : null;
    measureAll({ PlatformCalls: 1, PlatformLatency: durationMs }, this.of);
    logDecision({
      decision: 'called',
      ...this.of,
      requestId: message.requestId,
      rewardReference: message.reference,
      action: message.action,
      status: answer?.status,
      detail: result.kind === 'answered' ? undefined : `${result.kind} ${result.detail}`,
      durationMs,
      airCallId: answer?.headers['x-ees-called-unique-id'],
    });
    if (result.kind === 'answered') return readTriggerAnswer(result.answer, this.context.now());
    if (result.kind === 'not-sent') return result;
    return { kind: 'unknown', detail: result.detail, delayMs: null };
  }

  /** Writes down what became of the call. What is known stands, also when it cannot be written. */
  private async conclude(
    message: RewardMessage,
    sent: RewardRecord,
    verdict: TriggerVerdict | { readonly kind: 'not-sent'; readonly detail: string },
    gate: Gate,
  ): Promise<Verdict> {
    const { detail } = verdict.kind === 'issued' ? { detail: undefined } : verdict;
    const again = (reason: Parameters<Gate['trouble']>[0], askedMs: number | null): Verdict => ({
      kind: 'again',
      waitingFor: 'connector',
      reason,
      detail,
      askedMs,
    });
    // This call did nothing; an earlier one may have.
    const notExecuted = sent.unknownSinceMs === null ? 'waiting' : 'unknown';
    switch (verdict.kind) {
      case 'issued':
        return this.issued(message, sent, verdict, gate);
      case 'refused':
        if (verdict.usedReference && sent.unknownSinceMs !== null)
          return this.issued(message, sent, { walletId: null, walletTransactionId: null }, gate);
        await gate.fine();
        return this.after(
          message,
          sent,
          { state: 'refused', reason: verdict.reason, detail: verdict.detail },
          {
            kind: 'dead',
            reason: verdict.reason,
            detail,
          },
        );
      case 'partly':
        await gate.fine();
        return this.after(
          message,
          sent,
          { state: 'partly', reason: 'reward-partly-done', detail: verdict.detail },
          {
            kind: 'dead',
            reason: 'reward-partly-done',
            detail,
          },
        );
      case 'not-sent':
        await gate.trouble('platform-unavailable', detail, null);
        return this.after(message, sent, { state: notExecuted }, again('platform-unavailable', null));
      case 'later':
        await gate.trouble(verdict.reason, detail, verdict.delayMs);
        return this.after(message, sent, { state: notExecuted }, again(verdict.reason, verdict.delayMs));
      case 'unknown': {
        measure('UnknownOutcomes', 1, this.of);
        await gate.trouble('platform-unavailable', detail, verdict.delayMs);
        const repeat = this.context.settings.onUnknownOutcome === 'repeat';
        return this.after(
          message,
          sent,
          { state: 'unknown', unknownSinceMs: this.context.now(), detail: verdict.detail },
          repeat
            ? again('platform-unavailable', verdict.delayMs)
            : {
                kind: 'wait',
                delayMs: REWARD_NEWS_WAIT,
                detail: `its outcome is unknown: ${verdict.detail}`,
              },
        );
      }
    }
  }

  private async issued(
    message: RewardMessage,
    sent: RewardRecord,
    found: Pick<RewardRecord, 'walletId' | 'walletTransactionId'>,
    gate: Gate,
  ): Promise<Verdict> {
    await gate.fine();
    measure('RewardsIssued', 1, this.of);
    const issuedAt = new Date(this.context.now()).toISOString();
    return this.after(
      message,
      sent,
      { ...found, state: 'issued', issuedAt, unknownSinceMs: null },
      { kind: 'done', decision: 'delivered' },
    );
  }

  private async after(
    message: RewardMessage,
    sent: RewardRecord,
    next: After,
    verdict: Verdict,
  ): Promise<Verdict> {
    try {
      await this.store.write(message.key, sent, { ...sent, ...next, leaseUntilMs: 0 }, message.keepDays);
      return verdict;
    } catch (error) {
      if (!(error instanceof RewardTaken)) {
        const detail = `the record of the reward was not written: ${(error as Error).name}`;
        logDecision({ decision: 'problem', ...this.of, rewardReference: message.reference, detail }, 'error');
        return verdict;
      }
    }
    return this.overtaken(message, next, verdict);
  }

  /** While the call was under way AIR's own event told that it was issued; or the lease was over, and another has it. */
  private async overtaken(message: RewardMessage, next: After, verdict: Verdict): Promise<Verdict> {
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
