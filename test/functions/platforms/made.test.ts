import fc from 'fast-check';
import type { Properties } from '../../../functions/air/loyalty-event';
import type { NamedEvent } from '../../../functions/platforms/item';
import { itemJson } from '../../../functions/platforms/item-json';
import { consumerOf, fitting, itemOf, itemsOf, unknownIdentity } from '../../../functions/platforms/made';
import { makers } from './build';

const { event, profile } = makers({
  eventId: 'e-1',
  walletId: 'w-1',
  identity: 'CU-1',
  at: '2026-04-01T00:00:00Z',
  attributes: { points_balance: 1 },
});

test('an item has the id of what it is made of, and a part behind it where there are several', () => {
  expect(itemOf(event('Points Spent'), 'batch', { a: 1 })).toEqual({
    id: 'e-1:w-1:Points Spent:0',
    kind: 'event',
    target: 'batch',
    walletId: 'w-1',
    body: { a: 1 },
  });
  expect(itemOf(profile(), 'batch', {}, '#part')).toMatchObject({
    id: 'e-1:w-1:profile#part',
    kind: 'profile',
  });
});

test('order is kept by wallet, and by identity where AIR names no wallet', () => {
  expect(consumerOf(event('A'))).toBe('w-1');
  expect(consumerOf(event('A', {}, { walletId: null }))).toBe('CUSTOMER_ID:CU-1');
});

test('profiles come first, and what cannot be sent stands apart, each in order', () => {
  const happened = (told: NamedEvent) =>
    told.name === 'C' ? [unknownIdentity(told)] : [itemOf(told, 't', 1), itemOf(told, 't', 2, '#more')];
  const made = itemsOf(
    [profile()],
    (told) => [itemOf(told, 't', 0)],
    [event('A'), event('C'), event('B')],
    happened,
  );
  expect(made.items.map(({ id }) => id)).toEqual([
    'e-1:w-1:profile',
    'e-1:w-1:A:0',
    'e-1:w-1:A:0#more',
    'e-1:w-1:B:0',
    'e-1:w-1:B:0#more',
  ]);
  expect(made.unsendable).toEqual([
    { id: 'e-1:w-1:C:0', reason: 'item-not-sendable', detail: 'the identity is not known' },
  ]);
});

describe('fitting', () => {
  const make = (properties: Properties) => itemOf(event('A'), 't', { user: 'u', properties });

  test('what fits is left as it is', () => {
    const properties = { products: [1, 2, 3] };
    expect(fitting(1_000, properties, make)).toEqual(make(properties));
  });

  test('lists become shorter, with what is around them counted', () => {
    const made = fitting(300, { order_id: 'T-1', products: Array(200).fill('coffee') }, make);
    expect(made).toMatchObject({
      body: { properties: { order_id: 'T-1', products_omitted: expect.any(Number) } },
    });
  });

  test('what no shorter list makes fit is named, by what it is', () => {
    expect(fitting(300, { note: 'x'.repeat(400) }, make)).toEqual({
      id: 'e-1:w-1:A:0',
      reason: 'item-too-large',
      detail: 'its properties are larger than 300 bytes',
    });
    expect(fitting(5, { a: 1 }, (body) => itemOf(profile(), 't', body))).toEqual({
      id: 'e-1:w-1:profile',
      reason: 'item-too-large',
      detail: 'its attributes are larger than 5 bytes',
    });
  });

  test('no item is larger than it may be, whatever the platform makes of the properties', () => {
    const value = fc.oneof(fc.string({ unit: 'grapheme' }), fc.array(fc.string({ unit: 'grapheme' })));
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), value),
        fc.integer({ min: 10, max: 600 }),
        fc.boolean(),
        (properties, most, doubled) => {
          const twice = (fit: Properties) => itemOf(event('A'), 't', doubled ? [fit, fit] : fit);
          const made = fitting(most, properties as Properties, twice);
          if ('target' in made) expect(itemJson(made).bytes).toBeLessThanOrEqual(most);
          else expect(made.detail).toContain(`${most} bytes`);
        },
      ),
    );
  });
});
