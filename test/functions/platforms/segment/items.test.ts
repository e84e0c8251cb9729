import fc from 'fast-check';
import { toItems } from '../../../../functions/platforms/segment/items';
import { EVENT_ID, joined, left, orderCompleted, profile, settingsOf } from './examples';

const settings = settingsOf();

describe('what Segment gets', () => {
  test('a track call per event, with our name, the identity as userId and the time in UTC', () => {
    const { items } = toItems([orderCompleted], [], settings);
    expect(items).toEqual([
      {
        id: EVENT_ID,
        kind: 'event',
        target: 'batch',
        walletId: '70041',
        body: {
          type: 'track',
          messageId: `ee-example-${EVENT_ID}`,
          userId: 'C-70041',
          timestamp: '2026-02-11T10:20:30.123Z',
          event: 'EE Order Completed',
          properties: orderCompleted.properties,
        },
      },
    ]);
  });

  test('an identify call per profile, before the events, and null unsets a trait', () => {
    const { items } = toItems([orderCompleted], [profile], settings);
    expect(items.map((item) => item.kind)).toEqual(['profile', 'event']);
    expect(items[0]?.body).toEqual({
      type: 'identify',
      messageId: `ee-example-${profile.id}`,
      userId: 'C-70041',
      timestamp: profile.asOf,
      traits: {
        ee_points_balance: 1250,
        ee_tier_name: 'Gold',
        ee_marketing_opt_in: true,
        ee_tier_expires_at: null,
      },
    });
  });

  test('a profile of which nothing changed is not sent', () => {
    expect(toItems([], [{ ...profile, attributes: {} }], settings)).toEqual({
      items: [],
      unsendable: [],
    });
  });
});

describe('what Segment would answer 200 to and throw away never leaves', () => {
  test.each([null, { type: 'CUSTOMER_ID', value: '' }])('no userId: %p', (identity) => {
    const { items, unsendable } = toItems(
      [{ ...orderCompleted, identity }],
      [{ ...profile, identity }],
      settings,
    );
    expect(items).toEqual([]);
    expect(unsendable.map((entry) => entry.detail)).toEqual([
      'the identity is not known',
      'the identity is not known',
    ]);
  });

  test('no event name', () => {
    const { items, unsendable } = toItems([{ ...orderCompleted, platformName: ' ' }], [], settings);
    expect(items).toEqual([]);
    expect(unsendable).toEqual([{ id: EVENT_ID, reason: 'item-not-sendable', detail: 'its name is blank' }]);
  });

  test('a receipt over 32 KB loses lines from its end, and says how many', () => {
    const line = { product_id: 'P', name: 'Käse mit Löchern', quantity: 1, price: 2.5, total: 2.5 };
    const products = Array.from({ length: 900 }, (_, index) => ({ ...line, product_id: `P-${index}` }));
    const event = { ...orderCompleted, properties: { ...orderCompleted.properties, products } };
    const { items, unsendable } = toItems([event], [], settings);
    const { properties } = items[0]!.body as {
      properties: { products: unknown[]; products_omitted: number };
    };
    expect(unsendable).toEqual([]);
    expect(properties.products.length + properties.products_omitted).toBe(900);
    expect(properties.products).toEqual(products.slice(0, properties.products.length));
    // As strict as it gets: ASCII escapes and a space behind each colon and comma.
    const spaced = JSON.stringify(items[0]?.body, null, 1)
      .replace(/\n\s*/g, ' ')
      .replace(/[^\x20-\x7e]/g, '\\u0000');
    expect(spaced.length).toBeLessThanOrEqual(32 * 1024);
  });

  test('what is too large without any list is told, not sent', () => {
    const event = { ...orderCompleted, properties: { note: 'x'.repeat(40_000) } };
    const traits = { ...profile, attributes: { ee_note: 'x'.repeat(40_000) } };
    const { items, unsendable } = toItems([event], [traits], settings);
    expect(items).toEqual([]);
    expect(unsendable.map(({ id }) => id)).toEqual([profile.id, EVENT_ID]);
  });

  test('whatever the properties are, an item fits or is told', () => {
    const value = fc.oneof(fc.string({ maxLength: 400 }), fc.double({ noNaN: true }), fc.boolean());
    const lists = fc.array(fc.dictionary(fc.string({ maxLength: 20 }), value, { maxKeys: 8 }), {
      maxLength: 300,
    });
    fc.assert(
      fc.property(lists, lists, fc.string({ maxLength: 50_000 }), (products, coupons, note) => {
        const properties = { products, coupons, note } as never;
        const { items, unsendable } = toItems([{ ...orderCompleted, properties }], [], settings);
        expect(items.length + unsendable.length).toBe(1);
        for (const item of items)
          expect(Buffer.byteLength(JSON.stringify(item.body))).toBeLessThanOrEqual(26_000);
      }),
      { numRuns: 60 },
    );
  });
});

describe('leaving the programme', () => {
  test('is told by default, and the user stays', () => {
    const { items } = toItems([left], [profile], settings);
    expect(items.map((item) => item.target)).toEqual(['batch', 'batch']);
  });

  test('with onLeave erase becomes one deletion, and writes nothing beside it', () => {
    const { items } = toItems([left], [profile], settingsOf({ onLeave: 'erase' }));
    expect(items).toEqual([
      { id: '70041:left', kind: 'event', target: 'erase', walletId: '70041', body: { userId: 'C-70041' } },
    ]);
  });

  test('with onLeave erase leaves other consumers and other events alone', () => {
    const other = { ...profile, id: 'x:70042:profile', walletId: '70042' };
    const before = { ...profile, asOf: '2026-02-11T10:20:29.000Z' };
    const { items } = toItems([joined, left], [other, before], settingsOf({ onLeave: 'erase' }));
    expect(items.map((item) => [item.target, item.walletId])).toEqual([
      ['batch', '70042'],
      ['batch', '70041'],
      ['batch', '70041'],
      ['erase', '70041'],
    ]);
  });

  test('of an unknown consumer erases nobody', () => {
    const { items, unsendable } = toItems(
      [{ ...left, identity: null }],
      [],
      settingsOf({ onLeave: 'erase' }),
    );
    expect(items).toEqual([]);
    expect(unsendable).toEqual([
      { id: '70041:left', reason: 'item-not-sendable', detail: 'the identity is not known' },
    ]);
  });
});
