import { ALL_FAULTS, CALL_FAULTS, type FaultKind, MOMENTS } from '../../../../local/soak/faults/kinds';
import { fingerprint, planFaults } from '../../../../local/soak/faults/plan';
import { makeHistory } from '../../../../local/soak/history/history';

const history = makeHistory({ seed: 1, events: 1000, nowMs: Date.parse('2026-05-06T07:08:09.010Z') });
const plan = (seed: number, kinds: readonly FaultKind[] = ALL_FAULTS) =>
  planFaults(history, seed, new Set(kinds));

test('the same seed gives the same plan, another one another', () => {
  expect(plan(1)).toEqual(plan(1));
  expect(plan(1)).not.toEqual(plan(2));
});

test('its fingerprint is the same on another day, and another one for another seed or other faults', () => {
  const print = (seed: number, nowMs: number, kinds: readonly FaultKind[] = ALL_FAULTS) => {
    const made = makeHistory({ seed, events: 100, nowMs });
    return fingerprint(made, planFaults(made, seed, new Set(kinds)));
  };
  expect(print(1, 1e12)).toBe(print(1, 1.1e12));
  expect(new Set([print(1, 1e12), print(2, 1e12), print(1, 1e12, ['reset'])]).size).toBe(3);
});

test('every kind is planned at least once, but for the slow ones in a short run', () => {
  const { platformCalls, airCalls, moments, contents } = plan(1);
  const calls = Object.keys(CALL_FAULTS).filter((kind) => kind !== 'timeout');
  expect(new Set(platformCalls.map(({ fault }) => fault))).toEqual(new Set(calls));
  expect(new Set(airCalls.map(({ fault }) => fault))).toEqual(new Set(calls));
  expect(new Set(moments.map(({ kind }) => kind))).toEqual(new Set(Object.keys(MOMENTS)));
  expect(new Set(contents.map(({ fault }) => fault))).toEqual(new Set(['refused-call', 'item-error']));
});

test('a call that times out takes 30 s, so that only long runs have some', () => {
  const long = makeHistory({ seed: 1, events: 6000, nowMs: Date.now() });
  const timeouts = planFaults(long, 1, new Set(ALL_FAULTS)).platformCalls.filter(
    ({ fault }) => fault === 'timeout',
  );
  expect(timeouts).toHaveLength(2);
});

test('without faults every event is posted once, in its order', () => {
  const { posts, latePosts, unordered, platformCalls, airCalls, moments, contents, repeatedEntries } = plan(
    1,
    [],
  );
  expect(posts).toEqual(history.events.map(({ index }) => ({ event: index, repeat: false })));
  expect([
    unordered.size,
    latePosts,
    platformCalls,
    airCalls,
    moments,
    contents,
    repeatedEntries.size,
  ]).toEqual([0, [], [], [], [], [], 0]);
});

test('every event is posted once, and repeats come beside that', () => {
  const { posts } = plan(1);
  const first = posts.filter(({ repeat }) => !repeat).map(({ event }) => event);
  expect([...first].sort((one, other) => one - other)).toEqual(history.events.map(({ index }) => index));
  const repeats = posts.filter(({ repeat }) => repeat);
  expect(repeats.length).toBeGreaterThan(15);
  expect(plan(1).latePosts.length).toBeGreaterThan(5);
  for (const [at, { event, repeat }] of posts.entries())
    if (repeat) expect(posts.findIndex((post) => post.event === event && !post.repeat)).toBeLessThan(at);
});

test('what comes late comes after events of the same member only, and is known to be without order', () => {
  const { posts, unordered } = plan(1, ['reorder']);
  const members = (event: number) => history.events[event]!.parts.map(({ member }) => member);
  const placeOf = new Map(posts.map(({ event }, place) => [event, place]));
  let late = 0;
  for (const { index } of history.events)
    for (const later of history.events.slice(index + 1)) {
      if (placeOf.get(later.index)! > placeOf.get(index)!) continue;
      if (!members(later.index).some((member) => members(index).includes(member))) continue;
      late += 1;
      expect(unordered.has(index)).toBe(true);
    }
  expect(late).toBeGreaterThan(10);
});

test('a fault is of a member whom the history knows', () => {
  for (const { member, call } of plan(3).platformCalls) {
    expect(history.members[member]).toBeDefined();
    expect(call).toBeGreaterThanOrEqual(1);
  }
});

test('the shortest histories can be planned too', () => {
  for (let events = 1; events < 40; events += 1)
    for (const seed of [0, 1, 2]) {
      const short = makeHistory({ seed, events, nowMs: Date.now() });
      expect(planFaults(short, seed, new Set(ALL_FAULTS)).posts.length).toBeGreaterThanOrEqual(events);
    }
});
