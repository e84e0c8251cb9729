import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { AirEvent } from '../../air/event';
import type { Lesson } from '../../air/known';
import { learn } from '../../connectors/directory';
import { errorName } from '../../connectors/error-name';
import type { AirMessage, ExpiryMessage } from '../../connectors/message';
import type { Reject } from '../../platforms/outcome';
import { Attributes } from '../attributes';
import { byGroup, groupOfRecord } from '../by-group';
import type { RemainingMs } from '../deadline';
import { type Decoded, decode } from '../decode';
import { Gate } from '../gate';
import { Ledger } from '../ledger';
import { remember } from '../remember';
import { settleRewards } from '../rewards/settle-by-event';
import { BEHIND, type SettleContext, settle, type Verdict } from '../settle';
import { takeOutOfIndex } from '../subscriptions';
import { thrown } from '../thrown';
import { type CallContext, PlatformCalls } from './call';
import { Knowledge, type Readable, read } from './knowledge';
import { orDead } from './or-dead';
import { type Plan, plan } from './plan';
import { Profiles } from './profiles';
import { Sending } from './sending';
import { verdictOf } from './verdict';
import { Work } from './work';

export type OutboundContext = CallContext & Omit<SettleContext, 'direction' | 'leaving'>;

/** A message of the batch on its way; a verdict ends it. */
interface Entry extends Decoded<AirMessage | ExpiryMessage> {
  verdict: Verdict | null;
  readable: Readable | null;
  plan: Plan | null;
  itemIds: readonly string[];
  unsendable: readonly Reject[];
}

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

/** Receive to queue takes seconds; what was put there so much later was redriven. In ms. */
const REDRIVEN_AFTER = 60_000;

/** Whether an earlier attempt, perhaps of a function that died, may have reached the platform. */
function mayHaveBeenSent({ record, message }: Pick<Entry, 'record' | 'message'>): boolean {
  const { ApproximateReceiveCount, SentTimestamp } = record.attributes;
  const waited = Number(SentTimestamp) - Date.parse(message?.receivedAt ?? '');
  return Number(ApproximateReceiveCount) > 1 || !(waited < REDRIVEN_AFTER);
}

const isVerdict = (value: Plan | Verdict): value is Verdict => 'kind' in value;
const stays = (verdict: Verdict | null) => verdict?.kind === 'again' || verdict?.kind === 'wait';

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
      const profiles = await this.prepare();
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

  /** From plans to items, in order of arrival. */
  private async prepare(): Promise<Profiles> {
    const { table, connector, now, settings } = this.context;
    const planned = this.open.flatMap((entry) => entry.plan ?? []);
    const wallets = planned.flatMap(({ walletId, profiles }) =>
      walletId !== null && profiles.length > 0 ? walletId : [],
    );
    const profiles = await Profiles.of(
      new Attributes(table, connector, now),
      [...new Set(wallets)],
      settings.onlyChanged,
    );
    const held = new Set<string>();
    for (const entry of this.entries) {
      const group = groupOfRecord(entry.record);
      if (entry.plan && !entry.verdict && !held.has(group)) this.itemize(entry, entry.plan, profiles);
      if (held.has(group)) entry.plan = null;
      if (stays(entry.verdict)) held.add(group);
    }
    return profiles;
  }

  private itemize(entry: Entry, planned: Plan, profiles: Profiles): void {
    if ([...planned.events, ...planned.profiles].some(({ identity }) => identity === null)) {
      const detail = `no ${this.context.settings.identityType} of the wallet is known`;
      entry.verdict = {
        kind: 'again',
        waitingFor: 'identity',
        reason: 'identity-unknown',
        detail,
        askedMs: null,
      };
      return;
    }
    const thinned = planned.profiles.flatMap((profile) => profiles.thinned(profile) ?? []);
    try {
      const { platform, settings } = this.context;
      const { items, unsendable } = platform.items(planned.events, thinned, settings);
      const source = {
        group: groupOfRecord(entry.record),
        requestId: entry.message?.requestId,
        mayHaveBeenSent: mayHaveBeenSent(entry),
      };
      for (const item of items) this.work.add(item, source);
      entry.itemIds = items.map(({ id }) => id);
      entry.unsendable = unsendable.map(({ reason, detail }) => ({ status: 'reject', reason, detail }));
      const left = new Set(unsendable.map(({ id }) => id));
      for (const profile of thinned)
        left.has(profile.id) ? profiles.forget(profile) : profiles.carry(profile, entry.itemIds);
    } catch (error) {
      for (const profile of planned.profiles) profiles.forget(profile);
      const detail = `it could not be mapped: ${errorName(error)}`;
      entry.verdict = { kind: 'dead', reason: 'malformed-message', detail };
    }
  }
}
