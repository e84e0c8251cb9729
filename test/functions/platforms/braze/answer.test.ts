import fc from 'fast-check';
import type { HttpAnswer } from '../../../../functions/platforms/http';
import { event, itemsOf, outbound, profile } from './events';

const { items } = itemsOf(
  [
    event('Points Spent', {}, { id: 'e0' }),
    event('Order Completed', { order_id: 'A', total: 3, note: 'Ottoline' }, { id: 'e1' }),
  ],
  [profile({ a: 1 }, { id: 'p0' }), profile({ a: 2 }, { id: 'p1' })],
  { eCommerceEvents: 'purchases' },
);
const IDS = ['p0', 'p1', 'e0', 'e1', 'e1#purchase'];
const answer = (body: unknown, status = 201): HttpAnswer => ({
  status,
  headers: {},
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const success = (errors?: unknown) => answer({ message: 'success', ...(errors !== undefined && { errors }) });

/** Outcomes by item id. */
function outcomes(reply: HttpAnswer) {
  const verdict = outbound.read(reply, items);
  if (verdict?.kind !== 'items') throw new Error(`expected items, not ${JSON.stringify(verdict)}`);
  return Object.fromEntries(verdict.outcomes.map((outcome, index) => [items[index]!.id, outcome]));
}
const statuses = (reply: HttpAnswer) =>
  Object.fromEntries(Object.entries(outcomes(reply)).map(([id, { status }]) => [id, status]));
const every = (status: string) => Object.fromEntries(IDS.map((id) => [id, status]));

test('success: everything is delivered', () => {
  expect(items.map(({ id }) => id)).toEqual(IDS);
  expect(statuses(success())).toEqual(every('delivered'));
  expect(statuses(success([]))).toEqual(every('delivered'));
});

test('202 queued, during maintenance: as good as delivered', () => {
  expect(statuses(answer({ message: 'queued' }, 202))).toEqual(every('delivered'));
});

test.each([
  ['attributes', 1, 'p1'],
  ['events', 0, 'e0'],
  ['events', 1, 'e1'],
  ['purchases', 0, 'e1#purchase'],
])('an error at %s[%i] is %s alone', (input_array, index, id) => {
  const reply = success([{ type: "'name' is required", input_array, index }]);
  expect(statuses(reply)).toEqual({ ...every('delivered'), [id]: 'reject' });
  expect(outcomes(reply)[id]).toEqual({
    status: 'reject',
    reason: 'platform-refused',
    detail: 'name is required',
  });
});

test('several errors stay apart', () => {
  const reply = success([
    { type: 'one', input_array: 'events', index: 0 },
    { type: 'two', input_array: 'attributes', index: 0 },
  ]);
  expect(outcomes(reply)).toMatchObject({
    e0: { detail: 'one' },
    p0: { detail: 'two' },
    e1: { status: 'delivered' },
  });
});

test('an item that Braze asks to send again is sent again, and holds nobody else', () => {
  const reply = success([{ type: 'Internal error, please try again', input_array: 'events', index: 0 }]);
  expect(outcomes(reply)).toMatchObject({
    e0: { status: 'retry', trouble: 'item', reason: 'platform-unavailable' },
    e1: { status: 'delivered' },
  });
});

test('the detail holds nothing of what was sent', () => {
  const reply = success([{ type: "value 'Ottoline' of CU-1, ottoline", input_array: 'events', index: 1 }]);
  expect(outcomes(reply).e1).toMatchObject({ detail: 'value … of …' });
});

test.each([
  ['without an index', [{ type: 'bad', input_array: 'events' }]],
  ['out of range', [{ type: 'bad', input_array: 'events', index: 2 }]],
  ['with a negative index', [{ type: 'bad', input_array: 'events', index: -1 }]],
  ['with a broken index', [{ type: 'bad', input_array: 'events', index: 0.5 }]],
  ['of an array that was not sent', [{ type: 'bad', input_array: 'user_aliases', index: 0 }]],
  ['as a text', ['bad']],
  ['beside one that names its item', [{ type: 'x', input_array: 'events', index: 0 }, { type: 'bad' }]],
  ['that is no list', { type: 'bad' }],
])('an error %s could be any of them: the call is refused, in part', (_, errors) => {
  expect(outbound.read(success(errors), items)).toEqual({
    kind: 'refused',
    reason: 'platform-refused',
    detail: '201 bad',
    unknown: true,
  });
});

test.each([
  ['another message', { message: 'failure' }],
  ['no message', {}],
  ['no JSON', '<html>OK</html>'],
  ['nothing', ''],
  ['a list', []],
])('a 2xx with %s did not come from Braze’s end: again, its effect unknown', (_, body) => {
  for (const outcome of Object.values(outcomes(answer(body, 200))))
    expect(outcome).toMatchObject({ status: 'retry', trouble: 'connector', unknown: true });
});

test('a deletion counts how many it deleted, and unknown consumers are gone already', () => {
  const deletion = itemsOf([event('Loyalty Program Left')], [], { onLeave: 'erase' }).items;
  for (const body of [{ deleted: 0 }, { deleted: 1 }, { message: 'success' }])
    expect(outbound.read(answer(body), deletion)).toEqual({
      kind: 'items',
      outcomes: [{ status: 'delivered' }],
    });
  expect(outbound.read(answer({ deleted: 1 }), items)).toMatchObject({
    outcomes: [{ status: 'retry' }, {}, {}, {}, {}],
  });
});

test.each([301, 400, 401, 404, 413, 429, 500, 503])('%i is left to the common judgement', (status) => {
  expect(outbound.read(answer({ message: 'success' }, status), items)).toBeNull();
});

test('any answer has one verdict per item or none, and never throws', () => {
  const error = fc.oneof(
    fc.record(
      {
        type: fc.string(),
        input_array: fc.constantFrom('events', 'attributes', 'purchases', 'x'),
        index: fc.integer({ min: -1, max: 3 }),
      },
      { requiredKeys: [] },
    ),
    fc.jsonValue(),
  );
  const reply = fc.record(
    {
      message: fc.constantFrom('success', 'queued', 'failure'),
      errors: fc.oneof(fc.array(error), fc.jsonValue()),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(reply, fc.jsonValue()), fc.integer({ min: 200, max: 299 }), (body, status) => {
      const verdict = outbound.read(answer(body as never, status), items);
      if (verdict?.kind === 'items') expect(verdict.outcomes).toHaveLength(items.length);
      else expect(verdict?.kind).toBe('refused');
    }),
  );
});
