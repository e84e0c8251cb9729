import { errorName } from '../../connectors/error-name';
import { logDecision } from '../../connectors/log';
import { measure } from '../../connectors/metrics';
import type { Item } from '../../platforms/item';
import type { CallVerdict, Outcome, Retry } from '../../platforms/outcome';
import { batchItems, bisect } from '../batching';
import { callTimeoutMs, type RemainingMs } from '../deadline';
import type { Gate } from '../gate';
import { insist } from '../insist';
import type { Ledger } from '../ledger';
import { BISECT_CALLS } from '../limits';
import type { CallContext, PlatformCalls } from './call';
import type { Profiles } from './profiles';
import type { Work } from './work';

type Refused = Extract<CallVerdict, { kind: 'refused' }>;

/**
 * Sends the items of one batch, call after call, and writes down what was delivered straight after each answer. A call
 * that is refused for its content is taken apart until the guilty item stands alone; trouble of the connector ends it.
 */
export class Sending {
  private calls: Item[][] = [];
  private extraCalls = 0;
  /** False once something that was delivered could not be written down: a second attempt would not recognise it. */
  remembers = true;

  constructor(
    private readonly context: CallContext,
    private readonly platform: PlatformCalls,
    private readonly work: Work,
    private readonly profiles: Profiles,
    private readonly ledger: Ledger,
    private readonly gate: Gate,
    private readonly remainingMs: RemainingMs,
  ) {}

  async run(): Promise<void> {
    const { platform, settings } = this.context;
    const open = this.work.open();
    const items = platform.arrange?.(open, this.work.mayHaveBeenSent, settings) ?? open;
    this.calls = batchItems(items, (target) => platform.limits(target, settings));
    for (let next = this.calls.shift(); next; next = this.calls.shift()) {
      const items = this.work.free(next);
      if (items.length === 0) continue;
      if (this.gate.shut) this.failFast(items);
      else if (this.timeout() === null) return;
      else await this.send(items);
    }
  }

  private timeout = (): number | null => callTimeoutMs(this.remainingMs());

  private async send(items: readonly Item[]): Promise<void> {
    const verdict = await this.platform.send(items, this.timeout, this.work.requestsOf(items));
    if (verdict.kind === 'refused') {
      await this.gate.fine();
      if (verdict.unknown) this.unknown(items.length);
      this.takeApart(items, verdict);
    } else {
      const outcomes = items.map((_, index) => verdict.outcomes[index] ?? NO_OUTCOME);
      for (const [index, { id }] of items.entries()) this.work.settle(id, outcomes[index] ?? NO_OUTCOME);
      await this.judge(outcomes);
    }
    await this.record(items);
  }

  /** The good of the connector first: one item that says "later" for all is enough. */
  private async judge(outcomes: readonly Outcome[]): Promise<void> {
    const retries = outcomes.filter((outcome): outcome is Retry => outcome.status === 'retry');
    const unknown = retries.filter((outcome) => outcome.unknown).length;
    if (unknown > 0) this.unknown(unknown);
    const trouble = retries.find((outcome) => outcome.trouble === 'connector');
    if (!trouble) return this.gate.fine();
    const asked = retries.flatMap((outcome) => outcome.delayMs ?? []);
    await this.gate.trouble(trouble.reason, trouble.detail, asked.length > 0 ? Math.max(...asked) : null);
  }

  private takeApart(items: readonly Item[], refused: Refused): void {
    const { reason, detail } = refused;
    const guilty = new Map((refused.guilty ?? []).map((entry) => [entry.index, entry.detail ?? detail]));
    if (items.length === 1) guilty.set(0, guilty.get(0) ?? detail);
    for (const [index, why] of guilty) {
      const item = items[index];
      if (item)
        this.work.settle(item.id, { status: 'reject', reason, ...(why !== undefined && { detail: why }) });
    }
    const rest = items.filter((_, index) => !guilty.has(index));
    if (rest.length === 0) return;
    const parts = guilty.size > 0 ? [rest] : bisect(rest, refused.unknown);
    this.extraCalls += parts.length;
    if (this.extraCalls <= BISECT_CALLS) this.calls.unshift(...parts);
    else for (const item of rest) this.work.settle(item.id, { ...TOO_MANY_REFUSED, reason });
  }

  private failFast(items: readonly Item[]): void {
    const { shut } = this.gate;
    if (!shut) return;
    const outcome: Retry = {
      status: 'retry',
      trouble: 'connector',
      reason: shut.reason,
      detail: shut.detail,
      ...(shut.askedMs !== null && { delayMs: shut.askedMs }),
    };
    for (const item of items) this.work.settle(item.id, outcome);
  }

  /**
   * A table that fails for a moment is waited for. After that, what was delivered is delivered: a repeat is then not
   * recognised, and to send all of it again for the attributes' sake would make one for sure.
   */
  private async record(items: readonly Item[]): Promise<void> {
    let unwritten: ReadonlySet<string> = new Set();
    const recordProfiles = async () => {
      unwritten = await this.profiles.record(this.work);
      return unwritten.size === 0;
    };
    await this.insist(recordProfiles);
    const delivered = items.filter(({ id }) => this.work.state(id).status === 'delivered');
    const isUnwritten = ({ id, kind }: Item) => kind === 'profile' && unwritten.has(profileOf(id));
    const certain = delivered.filter((item) => !isUnwritten(item)).map(({ id }) => id);
    if (await this.insist(() => this.writeLedger(certain))) {
      // Absolute values: sending them again changes nothing.
      for (const item of delivered) if (isUnwritten(item)) this.work.settle(item.id, UNWRITTEN);
      return;
    }
    this.remembers = false;
    const detail = `${certain.length} delivered items were not written down`;
    logDecision({ decision: 'problem', connector: this.context.connector, detail }, 'error');
  }

  private insist(write: () => Promise<boolean>): Promise<boolean> {
    return insist(write, this.remainingMs, this.context.pause);
  }

  private async writeLedger(ids: readonly string[]): Promise<boolean> {
    try {
      await this.ledger.write(ids);
      return true;
    } catch (error) {
      const detail = `the ledger: ${errorName(error)}`;
      logDecision({ decision: 'problem', connector: this.context.connector, detail }, 'warn');
      return false;
    }
  }

  private unknown(items: number): void {
    measure('UnknownOutcomes', items, { connector: this.context.connector, direction: 'outbound' });
  }
}

/** The profile's id without the part, where it became several items. */
const profileOf = (itemId: string): string => itemId.replace(/#.*$/, '');

const UNWRITTEN: Retry = {
  status: 'retry',
  trouble: 'connector',
  reason: 'state-unavailable',
  detail: 'its attributes could not be written down',
};

const NO_OUTCOME: Retry = {
  status: 'retry',
  trouble: 'item',
  reason: 'platform-unavailable',
  detail: 'the answer says nothing of this item',
  unknown: true,
};

const TOO_MANY_REFUSED = {
  status: 'retry' as const,
  trouble: 'item' as const,
  detail: 'many items of one batch are refused; the next attempt goes on',
};
