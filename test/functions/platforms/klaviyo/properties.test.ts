import fc from 'fast-check';
import type { PropertyValue } from '../../../../functions/air/loyalty-event';
import { eventProperties, profileAttributes } from '../../../../functions/platforms/klaviyo/properties';

test('a text is cut to 100 KB, however many bytes its characters take', () => {
  const { note } = eventProperties({ note: '😀'.repeat(40_000) });
  expect(Buffer.byteLength(note as string)).toBeLessThanOrEqual(100 * 1024);
  expect(note).not.toMatch(/\uFFFD/);
});

test('a list keeps its first 4,000 entries', () => {
  expect(eventProperties({ list: new Array(5_000).fill(1) }).list).toHaveLength(4_000);
});

test('at most 400 properties', () => {
  const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`p${index}`, index]));
  expect(Object.keys(eventProperties(many))).toHaveLength(400);
});

test('what is nested deeper than ten levels becomes text', () => {
  let deep: PropertyValue = 'end';
  for (let level = 0; level < 20; level++) deep = { in: deep };
  const depth = (value: unknown): number =>
    typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depth)) : 0;
  const fitted = eventProperties({ deep });
  expect(depth(fitted)).toBeLessThanOrEqual(10);
  expect(JSON.stringify(fitted)).toContain('end');
});

test('whatever is within the limits stays as it is', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ maxLength: 20 }), fc.jsonValue({ maxDepth: 6 })), (properties) => {
      const given = JSON.parse(JSON.stringify(properties).replace(/\\ud[89a-f][0-9a-f]{2}/gi, '?'));
      expect(eventProperties(given)).toEqual(given);
    }),
  );
});

test('a profile without custom attributes has no empty properties', () => {
  expect(profileAttributes({ first_name: 'Ada' })).toEqual({ first_name: 'Ada' });
});
