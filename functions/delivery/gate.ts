import { errorName } from '../connectors/error-name';
import { breakerKey } from '../connectors/keys';
import { logDecision } from '../connectors/log';
import type { Table } from '../connectors/table';
import type { Reason } from '../platforms/outcome';
import type { Random } from './backoff';
import { Breaker, type Pass } from './breaker';

/** Why no call is made any more, in this invocation. */
export interface Shut {
  readonly reason: Reason;
  readonly detail: string;
  /** When it may be better, in ms; null: nobody said. */
  readonly askedMs: number | null;
}

export interface GateContext {
  readonly table: Table;
  readonly connector: string;
  readonly now: () => number;
  readonly random: Random;
}

/**
 * One invocation's way through its connector's breaker. The first trouble of the connector shuts it, so that the rest of
 * the batch fails fast.
 */
export class Gate {
  shut: Shut | null = null;
  private called = false;

  private constructor(
    private readonly breaker: Breaker,
    private pass: Pass,
  ) {
    if (pass.kind === 'shut')
      this.shut = { reason: pass.reason, detail: 'the breaker is open', askedMs: pass.waitMs };
  }

  /**
   * @param leaseMs how long this invocation may make a trial call.
   * @throws when the table cannot be read or written.
   */
  static async enter(
    { table, connector, now, random }: GateContext,
    direction: 'inbound' | 'outbound',
    leaseMs: number,
  ): Promise<Gate> {
    const key = breakerKey(connector);
    const row = (await table.get([key]))(key);
    const breaker = new Breaker(table, { connector, direction }, now, random);
    return new Gate(breaker, await breaker.enter(row, leaseMs));
  }

  /** True while one trial call decides whether there will be others. */
  get trial(): boolean {
    return this.pass.kind === 'probe';
  }

  /** The other side answered as it should. */
  async fine(): Promise<void> {
    this.called = true;
    const { pass } = this;
    // At once, so that calls at the same time do not say it twice.
    if (pass.kind !== 'shut') this.pass = { kind: 'closed', failures: 0 };
    await this.quietly(() => this.breaker.succeeded(pass));
  }

  /** The connector is in trouble. @param askedMs a Retry-After. */
  async trouble(reason: Reason, detail: string | undefined, askedMs: number | null): Promise<void> {
    this.called = true;
    this.shut ??= { reason, detail: detail ?? '', askedMs };
    await this.quietly(() => this.breaker.failed(this.pass, { reason, askedMs }));
  }

  /** At the end: a trial call that was not made is another function's. */
  async leave(): Promise<void> {
    if (!this.called) await this.quietly(() => this.breaker.unused(this.pass));
  }

  /** The breaker saves calls; without the table it is not worth an event. */
  private async quietly(write: () => Promise<unknown>): Promise<void> {
    try {
      await write();
    } catch (error) {
      logDecision({ decision: 'problem', detail: `breaker: ${errorName(error)}` }, 'warn');
    }
  }
}
