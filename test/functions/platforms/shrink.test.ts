import fc from 'fast-check';
import { jsonBytes } from '../../../functions/platforms/json-size';
import { shrinkLists } from '../../../functions/platforms/shrink';

const bytes = (value: unknown) => jsonBytes(JSON.stringify(value));
const products = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    product_id: `P-${index}`,
    name: 'Oat milk, barista, 1 l',
    quantity: 1,
  }));

test('properties that fit are left alone', () => {
  const properties = { order_id: 'A', products: products(3) };
  expect(shrinkLists(properties, 10_000)).toBe(properties);
});

test('lists are cut from the end, and how much is missing stands beside them', () => {
  const properties = { order_id: 'A', products: products(100) };
  const shrunk = shrinkLists(properties, 3_000);
  const kept = (shrunk!.products as unknown[]).length;
  expect(shrunk?.products).toEqual(products(kept));
  expect(shrunk?.products_omitted).toBe(100 - kept);
  expect(shrunk?.order_id).toBe('A');
  expect(bytes(shrunk)).toBeLessThanOrEqual(3_000);
  expect(bytes(shrunk)).toBeGreaterThan(2_800);
});

test('the largest list is cut first, and the next one only where that is not enough', () => {
  const properties = { coupons: products(10), products: products(100) };
  expect(shrinkLists(properties, 3_000)).toMatchObject({
    coupons: products(10),
    products_omitted: expect.any(Number),
  });
  expect(shrinkLists(properties, 400)).toMatchObject({
    products: [],
    products_omitted: 100,
    coupons_omitted: expect.any(Number),
  });
});

test('what does not fit even without its lists cannot be made smaller', () => {
  expect(shrinkLists({ note: 'x'.repeat(500), products: products(5) }, 300)).toBeNull();
});

test('the result fits, and keeps everything but the ends of lists', () => {
  const entry = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer());
  const value = fc.oneof(entry, fc.array(entry, { maxLength: 40 }));
  const name = fc.oneof(fc.stringMatching(/^[a-z]{1,8}$/), fc.constantFrom('__proto__', '"'.repeat(30)));
  fc.assert(
    fc.property(fc.dictionary(name, value), fc.integer({ min: 50, max: 1_000 }), (properties, max) => {
      const shrunk = shrinkLists(properties, max);
      if (shrunk === null) return;
      expect(bytes(shrunk)).toBeLessThanOrEqual(max);
      for (const [key, before] of Object.entries(properties)) {
        const after = Object.getOwnPropertyDescriptor(shrunk, key)?.value as unknown;
        if (!Array.isArray(before)) expect(after).toEqual(before);
        else {
          const kept = after as unknown[];
          expect(kept).toEqual(before.slice(0, kept.length));
          expect((shrunk[`${key}_omitted`] as number | undefined) ?? 0).toBe(before.length - kept.length);
        }
      }
    }),
  );
});

test('the note beside a cut list has a name that is not longer than names may be', () => {
  const name = '🎁'.repeat(127);
  const small = shrinkLists({ [name]: ['x'.repeat(5000), 'y'] }, 4000)!;
  expect(Object.keys(small).map((each) => each.length)).toEqual([254, 208]);
});
