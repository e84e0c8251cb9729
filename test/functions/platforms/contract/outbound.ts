/** What every platform's outbound direction has to keep, whatever the platform. */
import fc from 'fast-check';
import { LOYALTY_EVENT_NAMES } from '../../../../functions/air/catalogue';
import type { Properties, PropertyValue } from '../../../../functions/air/loyalty-event';
import type { OutboundSettings } from '../../../../functions/connectors/settings';
import { batchItems } from '../../../../functions/delivery/batching';
import type { HttpRequest } from '../../../../functions/platforms/http';
import type { Item, NamedEvent, NamedProfile } from '../../../../functions/platforms/item';
import { itemJson } from '../../../../functions/platforms/item-json';
import type { Outbound } from '../../../../functions/platforms/outbound';
import type { Platform } from '../../../../functions/platforms/platform';
import { toldBySamples } from './samples';
import { exampleSettings, variants } from './settings';

type AnyOutbound = Outbound<OutboundSettings, unknown>;

/** Looks at every request: throws, by `expect`, where it passes what the platform documents. */
export type Documented = (request: HttpRequest, items: readonly Item[]) => void;

/** As delivery makes them. @param again true: all of it may have been sent before. */
export function callsOf(
  outbound: AnyOutbound,
  items: readonly Item[],
  settings: OutboundSettings,
  again = false,
): Item[][] {
  const arranged = outbound.arrange?.(items, () => again, settings) ?? items;
  return batchItems(arranged, (target) => outbound.limits(target, settings));
}

/** Every call within its limits, and no item lost on the way. @returns the requests. */
export function checkCalls(
  outbound: AnyOutbound,
  items: readonly Item[],
  settings: OutboundSettings,
  documented: Documented,
): HttpRequest[] {
  const calls = callsOf(outbound, items, settings);
  expect(
    calls
      .flat()
      .map(({ id }) => id)
      .sort(),
  ).toEqual(items.map(({ id }) => id).sort());
  return calls.map((call) => {
    const limits = outbound.limits(call[0]!.target, settings);
    const request = outbound.request(call, settings);
    expect(call.length).toBeLessThanOrEqual(limits.items);
    for (const item of call) expect(itemJson(item).bytes).toBeLessThanOrEqual(limits.bytes);
    expect(request.method).not.toBe('GET');
    expect(request.url).toMatch(/^https:\/\/[^\s?#]+$/);
    expect(() => JSON.parse(request.body)).not.toThrow();
    expect(Buffer.from(request.body).toString()).toBe(request.body);
    documented(request, call);
    return request;
  });
}

function checkItems(
  { items, unsendable }: ReturnType<AnyOutbound['items']>,
  events: readonly NamedEvent[],
  profiles: readonly NamedProfile[],
): void {
  const ids = items.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const told = new Set([...ids, ...unsendable.map(({ id }) => id)]);
  for (const { id } of events) expect(told).toContain(id);
  const sources = new Set([...events, ...profiles].map(({ id }) => id));
  for (const id of ids) expect(sources).toContain(id.replace(/#[^#]*$/, ''));
  for (const { target, walletId } of items)
    expect([typeof target, walletId === '']).toEqual(['string', false]);
  for (const walletId of new Set(items.map((item) => item.walletId))) {
    const kinds = items.filter((item) => item.walletId === walletId).map(({ kind }) => kind);
    expect(kinds.join().includes('event,profile')).toBe(false);
  }
}

/** In the form on which platforms insist where it is to be a phone number. */
const IDENTITY = '+447700900801';

export const loyaltyEvent = (
  name: string,
  properties: Properties,
  settings: OutboundSettings,
): NamedEvent => ({
  id: `7d0f:801:${name}:1`,
  name,
  platformName: `${settings.eventPrefix}${name}`,
  occurredAt: '2026-07-01T08:30:15.250Z',
  walletId: '801',
  identity: { type: settings.identityType, value: IDENTITY },
  properties,
});
const profile = (attributes: NamedProfile['attributes'], settings: OutboundSettings): NamedProfile => ({
  id: '7d0f:801:profile',
  walletId: '801',
  identity: { type: settings.identityType, value: IDENTITY },
  asOf: '2026-07-01T08:30:15.250Z',
  attributes,
});

const LINES = 6_000;
/** A receipt that no platform takes whole. */
const endless: Properties = {
  order_id: 'T-endless',
  total: 12_000,
  currency: 'GBP',
  products: Array.from({ length: LINES }, (_, index) => ({
    product_id: `P-${index}`,
    name: `Crème brûlée № ${index} `.repeat(40),
    quantity: 1,
    price: 2,
    total: 2,
  })),
};

/** A large basket, in scripts whose escapes are two to three times as long as their UTF-8. */
const SCRIPTS = { Cyrillic: 'Лимонад газированный ', Chinese: '檸檬水', emoji: '🍋' };
const basket = (name: string): Properties => ({
  order_id: 'T-basket',
  total: 750,
  currency: 'GBP',
  products: Array.from({ length: 300 }, (_, index) => ({
    product_id: `${245_000 + index}`,
    name: name.repeat(3),
    quantity: 1,
    price: 2.5,
    total: 2.5,
    total_after_discount: 2.5,
  })),
});

/** Text of any script, of length that matters: astral characters and halves of them too. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom('', '\ud83c', '2026-02-28T23:00:00Z', '2026-03-01', '__proto__', '$ref', '{"a":1}'),
  fc
    .tuple(fc.constantFrom('a', 'é', '漢', '🎁', '"', '\u0000'), fc.integer({ min: 250, max: 40_000 }))
    .map(([unit, length]) => unit.repeat(length)),
);
const scalar = fc.oneof(
  text,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);
const value = fc.letrec<{ value: PropertyValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 8 }),
    fc.dictionary(fc.oneof(fc.string({ maxLength: 12 }), text), tie('value'), { maxKeys: 6 }),
  ),
})).value;
export const anyProperties = fc.dictionary(
  fc.oneof(fc.constantFrom('products', 'time', 'event_name', 'total', 'order_id', '$price', 'name'), text),
  value,
  { maxKeys: 12 },
) as fc.Arbitrary<Properties>;
const attributes = fc.dictionary(
  fc.constantFrom('ee_points_balance', 'ee_tier_name', 'name', '$x', '漢'.repeat(300)),
  scalar,
);

/** @param documented of the platform, beside the limits that it declares itself. */
export function outboundContract(platform: Platform, documented: Documented): void {
  const outbound = platform.outbound as AnyOutbound;
  const example = exampleSettings(platform);

  test('every loyalty event of the catalogue becomes items within the limits, in every shape of the settings', () => {
    for (const [change, settings] of variants(platform)) {
      const names = new Set<string>();
      for (const { events, profiles } of toldBySamples(settings)) {
        const made = outbound.items(events, profiles, settings);
        expect({ change, unsendable: made.unsendable }).toEqual({ change, unsendable: [] });
        checkItems(made, events, profiles);
        checkCalls(outbound, made.items, settings, documented);
        for (const { name } of events) names.add(name);
      }
      expect([...names].sort()).toEqual([...LOYALTY_EVENT_NAMES].sort());
    }
  });

  test('the same events become the same items and the same requests', () => {
    for (const { events, profiles } of toldBySamples(example)) {
      const [first, again] = [1, 2].map(() => {
        const { items } = outbound.items(structuredClone(events), structuredClone(profiles), example);
        return {
          items,
          requests: callsOf(outbound, items, example).map((call) => outbound.request(call, example)),
        };
      });
      expect(again).toEqual(first);
    }
  });

  test('what is given is left as it was', () => {
    const given = toldBySamples(example);
    const before = structuredClone(given);
    for (const { events, profiles } of given) outbound.items(events, profiles, example);
    expect(given).toEqual(before);
  });

  test('many consumers share calls, and one that nobody knows is named and refuses no other', () => {
    const all = Array.from({ length: 120 }, (_, index) => ({
      ...loyaltyEvent('Points Spent', { points: index }, example),
      id: `7d0f:${index}:Points Spent:1`,
      walletId: `${index}`,
      identity: index === 60 ? null : { type: example.identityType, value: `CU-${index}` },
    }));
    const { items, unsendable } = outbound.items(all, [], example);
    expect(items).toHaveLength(119);
    expect(unsendable.map(({ id }) => id)).toEqual(['7d0f:60:Points Spent:1']);
    checkCalls(outbound, items, example, documented);
  });

  test('an endless receipt is slimmed, not dropped', () => {
    for (const settings of variants(platform).values()) {
      const { items, unsendable } = outbound.items(
        [loyaltyEvent('Order Completed', endless, settings)],
        [],
        settings,
      );
      expect(unsendable).toEqual([]);
      expect(items.length).toBeGreaterThan(0);
      for (const request of checkCalls(outbound, items, settings, documented)) {
        // Not `toContain`: its message would hold a megabyte.
        const says = ['T-endless', 'omitted'].map((what) => request.body.includes(what));
        expect(says).toEqual([true, true]);
      }
    }
  });

  test.each(Object.entries(SCRIPTS))('300 lines in %s are sent within the limits', (_script, name) => {
    for (const settings of variants(platform).values()) {
      const event = loyaltyEvent('Order Completed', basket(name), settings);
      const { items, unsendable } = outbound.items([event], [], settings);
      expect(unsendable).toEqual([]);
      for (const request of checkCalls(outbound, items, settings, documented))
        expect(request.body.includes('T-basket')).toBe(true);
    }
  });

  test('texts without end pass no limit either', () => {
    const texts = Object.fromEntries(
      Array.from({ length: 450 }, (_, index) => [`note_${index}`, '漢'.repeat(40_000)] as const),
    );
    const made = outbound.items(
      [loyaltyEvent('Order Completed', texts, example)],
      [profile(texts, example)],
      example,
    );
    checkCalls(outbound, made.items, example, documented);
    expect(made.items.length + made.unsendable.length).toBe(2);
  });

  test('whatever AIR may say, no limit is passed, and what cannot be sent is named without saying of whom', () => {
    fc.assert(
      fc.property(anyProperties, attributes, fc.constantFrom(...LOYALTY_EVENT_NAMES), (told, held, name) => {
        const events = [loyaltyEvent(name, told, example)];
        const profiles = [profile(held as NamedProfile['attributes'], example)];
        const made = outbound.items(events, profiles, example);
        checkItems(made, events, profiles);
        checkCalls(outbound, made.items, example, documented);
        expect(JSON.stringify(made.unsendable)).not.toContain(IDENTITY);
      }),
      // Without shrinking: texts of 40,000 characters take minutes.
      { numRuns: 150, endOnFailure: true },
    );
  });
}

/** The credentials are in headers only. `credentials`: usable ones. */
export function secretContract(platform: Platform, credentials: () => unknown): void {
  const outbound = platform.outbound as AnyOutbound;

  /** Every text in them, however deep. */
  const texts = (of: unknown): string[] =>
    typeof of === 'string' ? [of] : Object.values((of ?? {}) as object).flatMap(texts);

  test('a secret is never in the address or the body, and never where a preview looks', () => {
    const secrets = texts(outbound.credentials.parse(credentials()));
    expect(secrets.length).toBeGreaterThan(0);
    for (const settings of variants(platform).values())
      for (const { events, profiles } of toldBySamples(settings)) {
        const { items } = outbound.items(events, profiles, settings);
        for (const call of callsOf(outbound, items, settings)) {
          const bare = outbound.request(call, settings);
          const { headers, ...rest } = outbound.authorize(bare, credentials());
          expect({ ...bare, headers: {} }).toEqual({ ...rest, headers: {} });
          expect(headers).toMatchObject(bare.headers);
          expect(Object.keys(headers).length).toBeGreaterThan(Object.keys(bare.headers).length);
          for (const secret of secrets) expect(JSON.stringify(bare)).not.toContain(secret);
        }
      }
  });

  test.each([undefined, null, {}, [], 'key', { externalKeys: ['k'] }])('%j is not set up', (secret) => {
    expect(outbound.credentials.safeParse(secret).success).toBe(false);
  });
}
