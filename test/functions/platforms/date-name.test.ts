import { LOYALTY_EVENTS } from '../../../functions/air/catalogue';
import type { Described } from '../../../functions/air/catalogue/described';
import { isDateName } from '../../../functions/platforms/date-name';

test('the dates of the catalogue, and nothing else in it, have the names of dates', () => {
  const properties = Object.values(LOYALTY_EVENTS).flatMap((event) =>
    Object.entries(event.properties as Readonly<Record<string, Described>>),
  );
  for (const [name, { type }] of properties)
    expect({ name, date: isDateName(name) }).toEqual({ name, date: type === 'date' });
  // Inside lists the catalogue describes the fields in words.
  const listed = properties.flatMap(([, { type, description }]) =>
    type === 'list' ? [...description.matchAll(/`(\w+)`/g)].map(([, name]) => name!) : [],
  );
  expect([...new Set(listed.filter(isDateName))]).toEqual(['valid_until']);
});

test.each(['order_id', 'product_ids', 'name', 'reference', 'phase', 'at', 'date', 'format'])(
  'not %s',
  (name) => {
    expect(isDateName(name)).toBe(false);
  },
);
