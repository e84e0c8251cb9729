import fc from 'fast-check';
import { flatAttributes } from '../../../../functions/platforms/mparticle/attributes';

test('plain values stay, nulls are left out', () => {
  expect(flatAttributes({ a: 'x', b: 1.5, c: false, d: null })).toEqual({ a: 'x', b: 1.5, c: false });
});

test('a list of plain values is a text with commas, objects are JSON', () => {
  expect(
    flatAttributes({
      action_references: ['A', 'B'],
      where: { store: 'S' },
      coupons: [{ id: '1' }],
      none: [],
    }),
  ).toEqual({
    action_references: 'A,B',
    where: '{"store":"S"}',
    coupons: '[{"id":"1"}]',
    none: '',
  });
});

test('a long list loses entries from its end, and says how many', () => {
  const products = Array.from({ length: 300 }, (_, index) => ({
    product_id: `P-${index}`,
    name: 'Bread',
    total: 1.2,
  }));
  const { products: text, products_omitted } = flatAttributes({ products }) as {
    products: string;
    products_omitted: number;
  };
  const kept = JSON.parse(text);
  expect(text.length).toBeLessThanOrEqual(4096);
  expect(kept).toEqual(products.slice(0, kept.length));
  expect(kept.length + products_omitted).toBe(300);
  expect(kept.length).toBeGreaterThan(50);
});

test('whatever the properties are, the limits hold: 100 attributes, 256 and 4,096 characters', () => {
  const value = fc.oneof(
    fc.string({ maxLength: 6_000, unit: 'binary' }),
    fc.double({ noNaN: true }),
    fc.constant(null),
    fc.array(fc.oneof(fc.string({ maxLength: 200 }), fc.dictionary(fc.string(), fc.integer())), {
      maxLength: 60,
    }),
  );
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ minLength: 1, maxLength: 400 }), value, { maxKeys: 130 }),
      (properties) => {
        const flat = Object.entries(flatAttributes(properties as never));
        expect(flat.length).toBeLessThanOrEqual(100);
        for (const [name, kept] of flat) {
          expect(name.length).toBeLessThanOrEqual(256);
          expect(['string', 'number', 'boolean']).toContain(typeof kept);
          expect(String(kept).length).toBeLessThanOrEqual(4096);
        }
      },
    ),
    { numRuns: 60 },
  );
});
