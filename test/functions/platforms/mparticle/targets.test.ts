import fc from 'fast-check';
import { batchItems } from '../../../../functions/delivery/batching';
import type { NamedEvent } from '../../../../functions/platforms/item';
import { toItems } from '../../../../functions/platforms/mparticle/items';
import { couponRedeemed, outbound, profile, settingsOf } from './examples';

const settings = settingsOf();

/** The events of each batch, by the id by which mParticle recognises it. */
function eventBatches(
  events: readonly NamedEvent[],
  { again, attributes = profile.attributes }: { again: boolean; attributes?: typeof profile.attributes },
): Record<string, readonly string[]> {
  const { items } = toItems(events, [{ ...profile, attributes }], settings);
  const arranged = outbound.arrange!(items, () => again, settings);
  const batches = batchItems(arranged, (target) => outbound.limits(target, settings)).flatMap((call) => {
    const { source_request_id, events: told = [] } = JSON.parse(outbound.request(call, settings).body);
    const ids = told.map(({ data }: { data: { source_message_id: string } }) => data.source_message_id);
    return ids.length > 0 ? [[source_request_id, ids] as const] : [];
  });
  return Object.fromEntries(batches);
}

/** Of one AIR event: one for each size, in characters of a property. */
const eventsOf = (sizes: readonly number[]): NamedEvent[] =>
  sizes.map((size, index) => ({
    ...couponRedeemed,
    id: `${couponRedeemed.id}-${index}`,
    properties: { note: 'x'.repeat(size) },
  }));

test.each([1, 99, 100, 101, 200, 201, 250])('%i events are batched alike at each attempt', (count) => {
  const events = eventsOf(Array(count).fill(10));
  expect(eventBatches(events, { again: true })).toEqual(eventBatches(events, { again: false }));
});

test('whatever their number and size, with the attributes beside them, with fewer, and without', () => {
  const sizes = fc.oneof(
    fc.array(fc.constantFrom(1, 50), { minLength: 1, maxLength: 250 }),
    fc.array(fc.integer({ min: 1, max: 4_000 }), { minLength: 20, maxLength: 60 }),
  );
  fc.assert(
    fc.property(sizes, fc.integer({ min: 0, max: 3_000 }), (lengths, size) => {
      const events = eventsOf(lengths);
      const first = eventBatches(events, {
        again: false,
        attributes: { ...profile.attributes, ee_note: 'x'.repeat(size) },
      });
      expect(Object.values(first).flat()).toEqual(events.map(({ id }) => id));
      for (const attributes of [profile.attributes, {}])
        expect(eventBatches(events, { again: true, attributes })).toEqual(first);
    }),
    { numRuns: 100 },
  );
});
