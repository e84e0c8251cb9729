import { errorName } from '../../connectors/error-name';
import { Attributes } from '../attributes';
import { groupOfRecord } from '../by-group';
import type { OutboundContext } from './context';
import { type Entry, stays } from './entry';
import type { Plan } from './plan';
import { Profiles } from './profiles';
import type { Work } from './work';

/** Receive to queue takes seconds; what was put there so much later was redriven. In ms. */
const REDRIVEN_AFTER = 60_000;

/** Whether an earlier attempt, perhaps of a function that died, may have reached the platform. */
function mayHaveBeenSent({ record, message }: Pick<Entry, 'record' | 'message'>): boolean {
  const { ApproximateReceiveCount, SentTimestamp } = record.attributes;
  const waited = Number(SentTimestamp) - Date.parse(message?.receivedAt ?? '');
  return Number(ApproximateReceiveCount) > 1 || !(waited < REDRIVEN_AFTER);
}

/**
 * From plans to items, in order of arrival: every message gets its items, or a verdict.
 * @returns the profiles of the batch, of which only what the platform does not have became items.
 * @throws what the table throws.
 */
export async function itemize(
  entries: readonly Entry[],
  work: Work,
  context: OutboundContext,
): Promise<Profiles> {
  const { table, connector, now, settings } = context;
  const wallets = entries.flatMap(({ plan, verdict }) =>
    !verdict && plan && plan.walletId !== null && plan.profiles.length > 0 ? plan.walletId : [],
  );
  const attributes = new Attributes(table, connector, now);
  const profiles = await Profiles.of(attributes, [...new Set(wallets)], settings.onlyChanged);
  const held = new Set<string>();
  for (const entry of entries) {
    const group = groupOfRecord(entry.record);
    if (entry.plan && !entry.verdict && !held.has(group))
      itemizeOne(entry, entry.plan, profiles, work, context);
    if (held.has(group)) entry.plan = null;
    if (stays(entry.verdict)) held.add(group);
  }
  return profiles;
}

function itemizeOne(
  entry: Entry,
  plan: Plan,
  profiles: Profiles,
  work: Work,
  { platform, settings }: OutboundContext,
): void {
  if ([...plan.events, ...plan.profiles].some(({ identity }) => identity === null)) {
    entry.verdict = {
      kind: 'again',
      waitingFor: 'identity',
      reason: 'identity-unknown',
      detail: `no ${settings.identityType} of the wallet is known`,
      askedMs: null,
    };
    return;
  }
  const thinned = plan.profiles.flatMap((profile) => profiles.thinned(profile) ?? []);
  try {
    const { items, unsendable } = platform.items(plan.events, thinned, settings);
    const source = {
      group: groupOfRecord(entry.record),
      requestId: entry.message?.requestId,
      mayHaveBeenSent: mayHaveBeenSent(entry),
    };
    for (const item of items) work.add(item, source);
    entry.itemIds = items.map(({ id }) => id);
    entry.unsendable = unsendable.map(({ reason, detail }) => ({ status: 'reject', reason, detail }));
    const left = new Set(unsendable.map(({ id }) => id));
    for (const profile of thinned)
      left.has(profile.id) ? profiles.forget(profile) : profiles.carry(profile, entry.itemIds);
  } catch (error) {
    for (const profile of plan.profiles) profiles.forget(profile);
    const detail = `it could not be mapped: ${errorName(error)}`;
    entry.verdict = { kind: 'dead', reason: 'malformed-message', detail };
  }
}
