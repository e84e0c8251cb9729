import * as fc from 'fast-check';
import { type AttributeNews, type AttributeState, learn, thin } from '../../../functions/delivery/attributes';
import type { NamedProfile } from '../../../functions/platforms/item';

const UNSEEN: AttributeState = { sentTo: null, attributes: {}, revision: 0 };
const none = new Map<string, string>();
const day = (n: number) => `2026-03-${String(n).padStart(2, '0')}T00:00:00.000Z`;
const profile = (
  n: number,
  attributes: Record<string, string | number | boolean | null>,
  identity = 'C-1',
): NamedProfile => ({
  id: `e${n}:501:profile`,
  walletId: '501',
  identity: { type: 'CUSTOMER_ID', value: identity },
  asOf: day(n),
  attributes,
});
const delivered = (state: AttributeState, sent: NamedProfile, onlyChanged = true) =>
  learn(state, [thin(sent, state, none, onlyChanged).news]);
const unknown = (news: AttributeNews): AttributeNews => ({
  ...news,
  seen: [],
  sent: Object.fromEntries(Object.keys(news.sent).map((name) => [name, null])),
});
const sends = (sent: NamedProfile, state: AttributeState, onlyChanged = true) =>
  thin(sent, state, none, onlyChanged).send?.attributes ?? {};

test('of a wallet that was never sent, everything is sent', () => {
  expect(sends(profile(1, { a: 1, b: null }), UNSEEN)).toEqual({ a: 1, b: null });
});

test('what did not change is left out, unless the setting wants it all', () => {
  const state = delivered(UNSEEN, profile(1, { a: 1, b: 2 }));
  expect(sends(profile(2, { a: 1, b: 3 }), state)).toEqual({ b: 3 });
  expect(sends(profile(2, { a: 1, b: 3 }), state, false)).toEqual({ a: 1, b: 3 });
});

test('a removed value is a value: null, 0, "" and false are told apart', () => {
  for (const [before, after] of [
    [null, 0],
    [0, false],
    ['', null],
    ['1', 1],
  ] as const) {
    const state = delivered(UNSEEN, profile(1, { a: before }));
    expect(sends(profile(2, { a: after }), state)).toEqual({ a: after });
    expect(sends(profile(2, { a: before }), state)).toEqual({});
  }
});

test('an older value never replaces a newer one, attribute by attribute', () => {
  let state = delivered(UNSEEN, profile(5, { a: 'new' }));
  state = delivered(state, profile(2, { b: 'old but the only one' }));
  expect(sends(profile(3, { a: 'stale', b: 'newer' }), state)).toEqual({ b: 'newer' });
});

test('a newer event that says the same makes what lies between stale', () => {
  let state = delivered(UNSEEN, profile(1, { a: 'x' }));
  state = delivered(state, profile(5, { a: 'x' }));
  expect(sends(profile(3, { a: 'y' }), state)).toEqual({});
});

test('after an unknown outcome the value is sent again, also when it is back to what it was', () => {
  const state = delivered(UNSEEN, profile(1, { a: 'x' }));
  const doubtful = learn(state, [unknown(thin(profile(2, { a: 'y' }), state, none, true).news)]);
  expect(sends(profile(2, { a: 'y' }), doubtful)).toEqual({ a: 'y' });
  expect(sends(profile(3, { a: 'x' }), doubtful)).toEqual({ a: 'x' });
});

test('another identity is another user of the platform: everything is sent to it', () => {
  const state = delivered(UNSEEN, profile(1, { a: 'x', b: 'y' }));
  expect(sends(profile(2, { a: 'x' }, 'C-2'), state)).toEqual({ a: 'x' });
  const moved = delivered(state, profile(2, { a: 'x' }, 'C-2'));
  expect(sends(profile(3, { a: 'x', b: 'y' }, 'C-2'), moved)).toEqual({ b: 'y' });
});

test('of two in one batch the older one is dropped, and the newer one sent though it equals what is stored', () => {
  const state = delivered(UNSEEN, profile(1, { a: 'x' }));
  const pending = new Map([['a', day(5)]]);
  expect(thin(profile(3, { a: 'z' }), state, pending, true).send).toBeNull();
  expect(thin(profile(6, { a: 'x' }), state, pending, true).send?.attributes).toEqual({ a: 'x' });
});

/** What a platform has that applies what it is sent. */
const shown = (events: readonly NamedProfile[], onlyChanged: boolean) => {
  let state = UNSEEN;
  const platform: Record<string, unknown> = {};
  let points = 0;
  for (const event of events) {
    const { send, news } = thin(event, state, none, onlyChanged);
    Object.assign(platform, send?.attributes);
    points += Object.keys(send?.attributes ?? {}).length;
    state = learn(state, [news]);
  }
  return { platform, points };
};

test('G3 whatever the order of arrival, the platform ends with the newest value of each attribute', () => {
  const value = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom('x', 'y'), fc.constant(null));
  const events = fc
    .uniqueArray(fc.integer({ min: 1, max: 28 }), { minLength: 1, maxLength: 8 })
    .chain((days) =>
      fc.tuple(
        ...days.map((n) =>
          fc.dictionary(fc.constantFrom('a', 'b', 'c'), value, { maxKeys: 3 }).map((of) => profile(n, of)),
        ),
      ),
    );
  fc.assert(
    fc.property(events, fc.boolean(), (arrival, onlyChanged) => {
      const newest: Record<string, unknown> = {};
      for (const event of [...arrival].sort((a, b) => (a.asOf < b.asOf ? -1 : 1)))
        Object.assign(newest, event.attributes);
      const { platform, points } = shown(arrival, onlyChanged);
      expect(platform).toEqual(newest);
      // Only changed: never more data points than all of them.
      expect(points).toBeLessThanOrEqual(shown(arrival, false).points);
    }),
    { numRuns: 500 },
  );
});
