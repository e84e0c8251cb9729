import { drive, type Steering } from '../../../../local/soak/drive/drive';
import { ALL_FAULTS } from '../../../../local/soak/faults/kinds';
import { planFaults } from '../../../../local/soak/faults/plan';
import { makeHistory } from '../../../../local/soak/history/history';

const history = makeHistory({ seed: 1, events: 200, nowMs: Date.now() });
const plan = planFaults(history, 1, new Set(ALL_FAULTS));
const tick = () => new Promise((resolve) => setImmediate(resolve));

function steering(of: Partial<Steering> = {}) {
  const events: number[] = [];
  const entries: string[] = [];
  const moments: string[] = [];
  const steer: Steering = {
    room: async () => {},
    event: async ({ index }) => {
      await tick();
      events.push(index);
      return true;
    },
    entry: async ({ id }) => {
      entries.push(id);
      return true;
    },
    outage: async ({ kind }) => {
      moments.push(kind);
    },
    pause: async () => {
      moments.push('pause');
    },
    begun: () => {},
    ...of,
  };
  return { steer, events, entries, moments };
}

test('everything planned is posted', async () => {
  const { steer, events, entries, moments } = steering();
  const driven = await drive(history, plan, steer);
  expect([...new Set(events)].sort((one, other) => one - other)).toEqual(
    history.events.map(({ index }) => index),
  );
  expect(events).toHaveLength(plan.posts.length + plan.latePosts.length);
  expect(new Set(entries)).toEqual(new Set(history.entries.map(({ id }) => id)));
  expect(entries).toHaveLength(history.entries.length + plan.repeatedEntries.size + plan.lateEntries.size);
  // One more before the late repeats.
  expect(moments).toHaveLength(plan.moments.length + 1);
  expect(driven.accepted.size).toBe(history.events.length);
  expect(driven.entries).toHaveLength(history.entries.length);
  expect(driven.refused).toBe(0);
});

test('one consumer’s events are posted one after the other, each once the one before is accepted', async () => {
  const order: number[] = [];
  const underWay = new Map<number, number>();
  const { steer } = steering({
    event: async (event) => {
      const repeat = order.includes(event.index) || plan.unordered.has(event.index);
      const of = event.parts.map(({ member }) => member);
      if (!repeat) for (const member of of) expect(underWay.get(member) ?? 0).toBe(0);
      if (!repeat) for (const member of of) underWay.set(member, 1);
      await tick();
      if (!repeat) for (const member of of) underWay.set(member, 0);
      order.push(event.index);
      return true;
    },
  });
  const { accepted } = await drive(history, plan, steer);
  const arrivals = [...accepted].filter(([, place]) => place !== null);
  expect(arrivals.length).toBeGreaterThan(100);
  for (const [index] of arrivals) expect(plan.unordered.has(index)).toBe(false);
});

test('late repeats come after everything else, when SQS has forgotten the first', async () => {
  const order: (number | string)[] = [];
  const { steer } = steering({
    event: async ({ index }) => {
      order.push(index);
      return true;
    },
    pause: async () => {
      order.push('pause');
    },
  });
  await drive(history, plan, steer);
  const last = order.lastIndexOf('pause');
  expect(plan.latePosts.length).toBeGreaterThan(0);
  expect(order.slice(last + 1)).toEqual(plan.latePosts);
});

test('what is refused to the end is counted, and not expected anywhere', async () => {
  const [first] = history.events;
  const { steer } = steering({ event: async ({ index }) => index !== first!.index });
  const { accepted, refused } = await drive(
    history,
    { ...plan, posts: plan.posts.filter(({ repeat }) => !repeat), latePosts: [] },
    steer,
  );
  expect(refused).toBe(1);
  expect(accepted.has(first!.index)).toBe(false);
});
