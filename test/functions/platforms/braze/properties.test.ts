import fc from 'fast-check';
import type { Properties } from '../../../../functions/air/loyalty-event';
import { eventProperties, profileAttributes } from '../../../../functions/platforms/braze/properties';
import { refusalOf } from '../../../../local/simulators/braze/rules';
import { bodiesOf, event, profile } from './events';

const RESERVED = new Set(['time', 'event_name']);
const properties = (given: Properties) => eventProperties(given, RESERVED);

test('numbers, booleans, texts, lists and objects go through', () => {
  const given = { points: 12.5, first: true, name: 'Zoë', tags: ['a', 2], store: { id: '7', open: false } };
  expect(properties(given)).toEqual(given);
});

test('nulls are left out, at any depth: Braze knows none in an event', () => {
  expect(properties({ a: null, list: [null, { b: null, c: 1 }], d: { e: null } })).toEqual({
    list: [{ c: 1 }],
    d: {},
  });
});

test('texts are cut to 255 characters, at any depth', () => {
  const long = 'x'.repeat(300);
  const kept = 'x'.repeat(255);
  expect(properties({ a: long, list: [long, { b: long }] })).toEqual({ a: kept, list: [kept, { b: kept }] });
});

test('an emoji at the end is not cut in two', () => {
  expect(properties({ a: `${'x'.repeat(254)}🎁` })).toEqual({ a: 'x'.repeat(254) });
});

test('names lose leading dollar signs and what is over 255 characters', () => {
  expect(properties({ $$total: 1, ['n'.repeat(300)]: 2, $: 3 })).toEqual({ total: 1, ['n'.repeat(255)]: 2 });
});

test('reserved names are left out, only where Braze reserves them', () => {
  expect(properties({ time: 1, event_name: 2, order: { time: '09:00' } })).toEqual({
    order: { time: '09:00' },
  });
});

test('the first 256 properties', () => {
  const given = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`p${index}`, index]));
  expect(Object.keys(properties(given))).toEqual(Object.keys(given).slice(0, 256));
});

describe('datetimes in lists', () => {
  test.each([
    ['2026-05-18T22:59:59Z', 1779145199],
    ['2026-05-18T22:59:59.900Z', 1779145199],
    ['2026-05-18T23:59:59+01:00', 1779145199],
    ['2026-05-18T22:59:59', 1779145199],
    ['2026-05-18', 1779062400],
  ])('%s becomes epoch seconds', (text, seconds) => {
    expect(properties({ coupons: [{ valid_until: text }] })).toEqual({ coupons: [{ valid_until: seconds }] });
    expect(properties({ valid_until: [text] })).toEqual({ valid_until: [seconds] });
  });

  test('outside of lists they stay datetimes, which Braze can filter by', () => {
    expect(properties({ at: '2026-05-18T22:59:59Z', store: { since: '2020-01-01' } })).toEqual({
      at: '2026-05-18T22:59:59Z',
      store: { since: '2020-01-01' },
    });
  });

  test('what only looks like a date stays text', () => {
    const given = { valid_from: ['2026-99-99', '2026-05-18-A', '20260518'] };
    expect(properties(given)).toEqual(given);
  });

  test('an id or a reference that looks like a date stays text', () => {
    const given = {
      action_references: ['2026-05-18'],
      products: [{ product_id: '2026-05-18', name: '2026-05-18T22:59:59Z' }],
    };
    expect(properties(given)).toEqual(given);
  });
});

test('attributes keep null, which removes them, and are never increments', () => {
  expect(profileAttributes({ ee_tier: null, ee_points: 0, $ee_name: 'x'.repeat(300) })).toEqual({
    ee_tier: null,
    ee_points: 0,
    ee_name: 'x'.repeat(255),
  });
});

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }).map((date) => date.toISOString()),
);
const scalar = fc.oneof(
  text,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(text, tie('any'), { maxKeys: 4 }),
  ),
})).any as fc.Arbitrary<never>;

test('whatever AIR sends, Braze’s documented rules accept the event', () => {
  fc.assert(
    fc.property(fc.dictionary(text, value, { maxKeys: 8 }), (given) => {
      for (const body of bodiesOf([event('Order Completed', given)]))
        expect(refusalOf('events', body)).toBeNull();
    }),
    { numRuns: 300 },
  );
});

test('whatever AIR sends, Braze’s documented rules accept the attributes', () => {
  fc.assert(
    fc.property(fc.dictionary(text, scalar, { maxKeys: 8 }), (given) => {
      for (const body of bodiesOf([], [profile(given)])) {
        expect(refusalOf('attributes', body)).toBeNull();
        expect(body.external_id).toBe('CU-1');
      }
    }),
  );
});
