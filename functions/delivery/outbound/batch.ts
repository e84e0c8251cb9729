import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { AirEvent } from '../../air/event';
import type { Lesson } from '../../air/known';
import { learn } from '../../connectors/directory';
import type { AirMessage, ExpiryMessage } from '../../connectors/message';
import { byGroup } from '../by-group';
import type { RemainingMs } from '../deadline';
import { decode } from '../decode';
import { Gate } from '../gate';
import { Ledger } from '../ledger';
import { remember } from '../remember';
import { settleRewards } from '../rewards/settle-by-event';
import { BEHIND, settle, type Verdict } from '../settle';
import { takeOutOfIndex } from '../subscriptions';
import { thrown } from '../thrown';
import { PlatformCalls } from './call';
import type { OutboundContext } from './context';
import { type Entry, stays } from './entry';
import { itemize } from './itemize';
import { Knowledge, read } from './knowledge';
import { orDead } from './or-dead';
import { type Plan, plan } from './plan';
import { Sending } from './sending';
import { verdictOf } from './verdict';
import { Work } from './work';

/** Delivers a batch of AIR events and due subscriptions to the connector's platform, in as few calls as it allows. */
export async function deliverEvents(
  event: SQSEvent,
  context: OutboundContext,
  remainingMs: RemainingMs,
): Promise<SQSBatchResponse> {
  const entries: Entry[] = event.Records.map((record) => ({
    ...decode<AirMessage | ExpiryMessage>(record, ['air', 'expiry']),
    readable: null,
    plan: null,
    itemIds: [],
    unsendable: [],
  }));
  const delivery = new OutboundDelivery(entries, context, remainingMs);
  try {
    await delivery.run();
  } catch (error) {
    delivery.decideAll(thrown(error));
  }
  const judged = entries.map((entry) => ({ ...entry, verdict: entry.verdict ?? BEHIND }));
  return settle(judged, {
    ...context,
    direction: 'outbound',
    leaving: async (message) => {
      if (message.kind === 'expiry') await takeOutOfIndex(context.table, context.connector, message);
    },
  });
}

const ATTRIBUTES_UNWRITTEN: Verdict = {
  kind: 'again',
  waitingFor: 'connector',
  reason: 'state-unavailable',
  detail: 'the attributes of a wallet could not be written down',
  askedMs: null,
};

const NONE: ReadonlySet<string> = new Set();
const leaving = (walletId: string, event: AirEvent): Lesson => ({
  walletId,
  identities: {},
  accountIds: [],
  asOf: event.occurredAt,
  left: true,
});

const isVerdict = (value: Plan | Verdict): value is Verdict => 'kind' in value;

class OutboundDelivery {
  private readonly work = new Work();
  private readonly ledger: Ledger;

  constructor(
    private readonly entries: readonly Entry[],
    private readonly context: OutboundContext,
    private readonly remainingMs: RemainingMs,
  ) {
    this.ledger = new Ledger(context.table, context.connector, context.now);
  }

  /** @throws what the table throws; what has its verdict keeps it. */
  async run(): Promise<void> {
    this.read();
    if (this.open.length === 0) return;
    // Begun before the breaker is asked, so that one call of the table answers both; its error counts where it is awaited.
    const knowledge = this.know();
    knowledge.catch(() => {});
    const gate = await Gate.enter(this.context, 'outbound', this.remainingMs());
    try {
      const calls = await this.ready(gate);
      if (calls === null) return;
      await this.planAll(await knowledge);
      const profiles = await itemize(this.entries, this.work, this.context);
      for (const id of await this.ledger.delivered(this.work.ids))
        this.work.settle(id, { status: 'repeated' });
      const { context, work, ledger, remainingMs } = this;
      const sending = new Sending(context, calls, work, profiles, ledger, gate, remainingMs);
      await sending.run();
      const unwritten = await profiles.record(work);
      for (const entry of this.open)
        if (entry.plan)
          entry.verdict = this.verdictFor(entry, entry.plan, sending.remembers ? unwritten : NONE);
    } finally {
      await gate.leave();
    }
  }

  private verdictFor(entry: Entry, planned: Plan, unwritten: ReadonlySet<string>): Verdict {
    if (planned.profiles.some(({ id }) => unwritten.has(id))) return ATTRIBUTES_UNWRITTEN;
    const states = entry.itemIds.map((id) => this.work.state(id));
    return verdictOf(states, entry.unsendable);
  }

  decideAll(verdict: Verdict): void {
    for (const entry of this.open) entry.verdict = verdict;
  }

  private get open(): Entry[] {
    return this.entries.filter((entry) => entry.verdict === null);
  }

  private read(): void {
    for (const entry of this.open) {
      const { message } = entry;
      if (message === null) continue;
      const reading = orDead(() => read(message));
      if ('verdict' in reading) entry.verdict = reading.verdict;
      else entry.readable = reading;
    }
  }

  /** Null where nothing can be called now; every message then has its verdict. */
  private async ready(gate: Gate): Promise<PlatformCalls | null> {
    if (gate.shut) {
      this.decideAll({ kind: 'again', waitingFor: 'connector', ...gate.shut });
      return null;
    }
    const credentials = await this.context.credentials.current();
    if (credentials.kind === 'ready') return new PlatformCalls(this.context, credentials);
    const { reason, detail } = credentials;
    this.decideAll({ kind: 'again', waitingFor: 'connector', reason, detail, askedMs: null });
    return null;
  }

  private know(): Promise<Knowledge> {
    const readables = this.open.flatMap((entry) => entry.readable ?? []);
    return Knowledge.of(this.context.table, this.context.connector, readables);
  }

  /** One consumer's messages one after the other: a refund asks for what its purchase, just before it, wrote down. */
  private async planAll(knowledge: Knowledge): Promise<void> {
    await Promise.all(
      byGroup(this.open).map(async (group) => {
        for (const entry of group) {
          await this.planOne(entry, knowledge);
          if (stays(entry.verdict)) return;
        }
      }),
    );
  }

  private async planOne(entry: Entry, knowledge: Knowledge): Promise<void> {
    const { readable } = entry;
    if (readable === null) return;
    const { table, connector, settings, now } = this.context;
    try {
      const schemeId = knowledge.schemeId;
      const planned = await plan(readable, settings, knowledge);
      if (isVerdict(planned)) {
        entry.verdict = planned;
        return;
      }
      if (readable.kind === 'air') {
        const { event, message } = readable;
        const { requestId, eventId } = message;
        await Promise.all([
          planned.remember && remember(table, connector, planned.remember, event, schemeId),
          planned.leaves && planned.walletId && learn(table, [leaving(planned.walletId, event)], NONE),
          settleRewards(
            table,
            planned.rewardReferences,
            { walletId: planned.walletId, requestId, eventId },
            now,
          ),
        ]);
      }
      entry.plan = planned;
    } catch (error) {
      entry.verdict = thrown(error);
    }
  }
}
