import {
  ATTRIBUTE_NAMES,
  ATTRIBUTES,
  DEFAULT_EVENTS,
  GROUPS,
  LOYALTY_EVENT_NAMES,
  LOYALTY_EVENTS,
  PERSONAL_ATTRIBUTES,
} from '../../../functions/air/catalogue';
import { outboundShape } from '../../../functions/connectors/settings';

const entries = Object.entries(LOYALTY_EVENTS);

it('sends everything but tier balances and points movements by default', () => {
  const off = LOYALTY_EVENT_NAMES.filter((name) => !DEFAULT_EVENTS.has(name));
  expect(off).toEqual(['Points Added', 'Points Removed', 'Tier Balance Changed']);
});

it.each(entries)(
  '%s says when it comes in one sentence, and what in AIR says so',
  (_, { when, saidBy, group }) => {
    expect(when).toMatch(/^[A-Z][^.]*\.$/);
    expect(saidBy.length).toBeGreaterThan(0);
    expect(GROUPS).toContain(group);
  },
);

it('describes every property and attribute, numbers with their unit', () => {
  const described = [
    ...entries.flatMap(([name, { properties }]) =>
      Object.entries(properties).map(([key, value]) => [`${name}.${key}`, value] as const),
    ),
    ...Object.entries({ ...ATTRIBUTES, ...PERSONAL_ATTRIBUTES }),
  ];
  for (const [name, { type, description, ...rest }] of described) {
    expect([name, description.length > 5, description.endsWith('.')]).toEqual([name, true, false]);
    expect([name, 'unit' in rest]).toEqual([name, type === 'number']);
  }
});

it('names properties and attributes in snake case', () => {
  const names = [...entries.flatMap(([, { properties }]) => Object.keys(properties)), ...ATTRIBUTE_NAMES];
  for (const name of names) expect(name).toMatch(/^[a-z]+(_[a-z]+)*$/);
});

it('describes exactly the personal fields that the settings offer', () => {
  const schema = outboundShape.personalFields as unknown as {
    def: { innerType: { def: { element: { options: string[] } } } };
  };
  expect(schema.def.innerType.def.element.options).toEqual(Object.keys(PERSONAL_ATTRIBUTES));
});
