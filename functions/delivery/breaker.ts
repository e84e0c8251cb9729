import { breakerKey } from '../connectors/keys';
import { logDecision } from '../connectors/log';
import { measure } from '../connectors/metrics';
import type { Row, Table } from '../connectors/table';
import { REASONS, type Reason } from '../platforms/outcome';
import { breakerPauseMs, type Random } from './backoff';
import { BREAKER_FAILURES, BREAKER_PAUSE } from './limits';

/** Whether a function may call its connector's other side, and on which terms. */
export type Pass =
  /** `failures`: in a row, so far. */
  | { readonly kind: 'closed'; readonly failures: number }
  /** This function alone makes one trial call. `until`: its lease, epoch ms. */
  | { readonly kind: 'probe'; readonly failures: number; readonly until: number }
  /**
   * No call now: too early, or another function is on trial. `waitMs`: what the other side asked for, if it did;
   * `reason`: why it opened.
   */
  | {
      readonly kind: 'shut';
      readonly failures: number;
      readonly waitMs: number | null;
      readonly reason: Reason;
    };

const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
const reasonOf = (row: Row | null): Reason =>
  typeof row?.reason === 'string' && Object.hasOwn(REASONS, row.reason)
    ? (row.reason as Reason)
    : 'platform-unavailable';

/**
 * One connector's breaker, kept in the table so that all its functions know. It opens after failures of the connector in
 * a row, or at once when the other side asks to wait; calls fail fast then. When its pause is over one function at a
 * time makes a trial call; what that says closes it, or opens it again for longer (`BREAKER_PAUSE`).
 */
export class Breaker {
  private readonly key;

  constructor(
    private readonly table: Table,
    private readonly of: { readonly connector: string; readonly direction: 'inbound' | 'outbound' },
    private readonly now: () => number = Date.now,
    private readonly random: Random = Math.random,
  ) {
    this.key = breakerKey(of.connector);
  }

  /**
   * Asks for a pass.
   * @param row the breaker's row, read with strong consistency.
   * @param leaseMs how long a trial call may take; a function that dies in it is succeeded after that.
   */
  async enter(row: Row | null, leaseMs: number): Promise<Pass> {
    const now = this.now();
    const failures = number(row?.failures);
    const openUntil = number(row?.openUntil);
    if (openUntil === 0) return { kind: 'closed', failures };
    if (openUntil > now) {
      // A state, not a count: 1 as long as somebody meets it open, 0 when it closes.
      measure('BreakerOpen', 1, this.of);
      // A longer pause is one that the other side asked for.
      const asked = openUntil - now > BREAKER_PAUSE.longest ? openUntil - now : null;
      return { kind: 'shut', failures, waitMs: asked, reason: reasonOf(row) };
    }
    const until = now + leaseMs;
    const mine = await this.table.update(this.key, {
      expression: 'SET probeUntil = :until',
      condition: 'openUntil = :seen AND (attribute_not_exists(probeUntil) OR probeUntil <= :now)',
      values: { ':until': until, ':seen': openUntil, ':now': now },
    });
    if (mine) return { kind: 'probe', failures, until };
    return { kind: 'shut', failures, waitMs: null, reason: reasonOf(row) };
  }

  /** The other side answered as it should. @returns the pass for the calls after this one. */
  async succeeded(pass: Pass): Promise<Pass> {
    if (pass.kind === 'shut' || (pass.kind === 'closed' && pass.failures === 0)) return pass;
    const probe = pass.kind === 'probe';
    const reset = await this.table.update(this.key, {
      expression: 'SET failures = :none REMOVE openUntil, probeUntil, reason',
      // What others saw meanwhile is newer than this.
      condition: probe ? 'probeUntil = :mine' : 'failures = :mine AND attribute_not_exists(openUntil)',
      values: { ':none': 0, ':mine': probe ? pass.until : pass.failures },
    });
    if (probe && reset) {
      measure('BreakerOpen', 0, this.of);
      logDecision({ decision: 'breaker', ...this.of, detail: 'closed' });
    }
    return { kind: 'closed', failures: 0 };
  }

  /** The connector is in trouble. @param askedMs a Retry-After, in ms: it opens at once, for that long. */
  async failed(
    pass: Pass,
    trouble: { readonly reason: Reason; readonly askedMs: number | null },
  ): Promise<void> {
    if (pass.kind === 'probe' || trouble.askedMs !== null) return this.open(pass.failures + 1, trouble, true);
    const row = await this.table.update(this.key, {
      expression: 'SET reason = :reason ADD failures :one',
      values: { ':reason': trouble.reason, ':one': 1 },
    });
    const failures = number(row?.failures);
    if (failures >= BREAKER_FAILURES) await this.open(failures, trouble, false);
  }

  /** A pause never becomes shorter: another function may have been asked to wait for longer. */
  private async open(
    failures: number,
    trouble: { readonly reason: Reason; readonly askedMs: number | null },
    counts: boolean,
  ): Promise<void> {
    const pause = breakerPauseMs(Math.max(failures - BREAKER_FAILURES, 0), trouble.askedMs, this.random);
    const opened = await this.table.update(this.key, {
      expression: 'SET openUntil = :until, reason = :reason REMOVE probeUntil ADD failures :count',
      condition: 'attribute_not_exists(openUntil) OR openUntil < :until',
      values: {
        ':until': Math.ceil(this.now() + pause),
        ':reason': trouble.reason,
        ':count': counts ? 1 : 0,
      },
    });
    if (!opened) return;
    measure('BreakerOpen', 1, this.of);
    logDecision(
      { decision: 'breaker', ...this.of, detail: 'open', reason: trouble.reason, delayMs: Math.ceil(pause) },
      'warn',
    );
  }

  /** Gives a trial call back that was not made. */
  async unused(pass: Pass): Promise<void> {
    if (pass.kind !== 'probe') return;
    await this.table.update(this.key, {
      expression: 'REMOVE probeUntil',
      condition: 'probeUntil = :mine',
      values: { ':mine': pass.until },
    });
  }
}
