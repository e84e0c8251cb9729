import { type FaultPlan, isOutage, type Outage } from '../faults/plan';
import type { Entry, HistoryEvent } from '../history/facts';
import type { History } from '../history/history';

/** What driving needs of the world: somebody who posts, and somebody who breaks things. */
export interface Steering {
  /** Resolves when there is room for one more. */
  room(): Promise<void>;
  /** @returns whether it was accepted. */
  event(event: HistoryEvent): Promise<boolean>;
  /** @returns whether it was accepted. */
  entry(entry: Entry): Promise<boolean>;
  outage(outage: Outage): Promise<void>;
  /** Lets everything come to rest and some time pass. */
  pause(): Promise<void>;
  /** So many events of the history were begun. */
  begun(events: number): void;
}

/** What was accepted. */
export interface Driven {
  /** Of the history, by index, with their place in the order of arrival; null: nobody can say. */
  readonly accepted: ReadonlyMap<number, number | null>;
  readonly entries: readonly Entry[];
  /** Events and entries that were refused to the end. */
  readonly refused: number;
}

/** Requests that are under way at the same time. */
const LANES = 10;

/**
 * Posts the whole history in the planned order, with its entries and moments. What one consumer does is posted one after
 * the other, as it happened, but for what the plan holds back or repeats.
 */
export async function drive(history: History, plan: FaultPlan, steer: Steering): Promise<Driven> {
  const { events, entries } = history;
  const accepted = new Map<number, number | null>();
  const acceptedEntries = new Map<string, Entry>();
  const lanes = new Set<Promise<void>>();
  const chains = new Map<number, Promise<unknown>>();
  const waitingEntries = [...entries];
  const waitingMoments = [...plan.moments];
  let refused = 0;

  const start = async (work: () => Promise<void>) => {
    while (lanes.size >= LANES) await Promise.race(lanes);
    const lane = work().finally(() => lanes.delete(lane));
    lanes.add(lane);
  };
  const postEvent = async (event: HistoryEvent, repeat: boolean) => {
    if (!(await steer.event(event))) refused += 1;
    else if (!accepted.has(event.index))
      accepted.set(event.index, repeat || plan.unordered.has(event.index) ? null : accepted.size);
  };
  const postEntry = async (entry: Entry) => {
    if (await steer.entry(entry)) acceptedEntries.set(entry.id, entry);
    else refused += 1;
  };

  const pause = async () => {
    await Promise.all(lanes);
    await steer.pause();
  };

  for (const [at, { event: index, repeat }] of plan.posts.entries()) {
    const event = events[index];
    if (!event) continue;
    for (let [next] = waitingMoments; next && next.after <= at; [next] = waitingMoments) {
      waitingMoments.shift();
      const moment = next;
      if (isOutage(moment)) await start(() => steer.outage(moment));
      else await pause();
    }
    for (let [next] = waitingEntries; next && next.after <= at; [next] = waitingEntries) {
      waitingEntries.shift();
      const entry = next;
      const times = plan.repeatedEntries.has(entry.id) ? 2 : 1;
      for (let time = 0; time < times; time += 1) await start(() => postEntry(entry));
    }
    await steer.room();
    steer.begun(index);
    if (repeat) {
      await start(() => postEvent(event, true));
      continue;
    }
    const before = Promise.all(event.parts.map(({ member }) => chains.get(member)));
    const posted = before.then(() => postEvent(event, false));
    for (const { member } of event.parts) chains.set(member, posted);
    await start(() => posted);
  }
  const lateEntries = entries.filter(({ id }) => plan.lateEntries.has(id));
  if (plan.latePosts.length + lateEntries.length > 0) await pause();
  for (const index of plan.latePosts) {
    const event = events[index];
    await steer.room();
    if (event) await start(() => postEvent(event, true));
  }
  for (const entry of lateEntries) await start(() => postEntry(entry));
  await Promise.all(lanes);
  return { accepted, entries: [...acceptedEntries.values()], refused };
}
