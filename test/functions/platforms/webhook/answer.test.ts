import { judgeStatus } from '../../../../functions/platforms/http-answer';
import { events, itemsOf, outbound } from './examples';

const { items } = itemsOf(events(3));
const answer = (status: number, body: unknown = '') => ({
  status,
  headers: {},
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const delivered = { status: 'delivered' };

test.each([
  [200, ''],
  [202, 'OK'],
  [204, ''],
  [200, {}],
  [200, { errors: [] }],
  [200, { errors: 'none' }],
  [200, [1]],
])('%i %j: all are delivered', (status, body) => {
  expect(outbound.read(answer(status, body), items)).toEqual({
    kind: 'items',
    outcomes: [delivered, delivered, delivered],
  });
});

test('errors name single items: refused for good, or again later', () => {
  const errors = [
    { id: items[0]!.id, reason: 'the schema does not allow it' },
    { id: items[2]!.id, reason: 'busy', retry: true },
    { id: 'somebody else’s' },
    'odd',
  ];
  expect(outbound.read(answer(200, { errors }), items)).toEqual({
    kind: 'items',
    outcomes: [
      { status: 'reject', reason: 'platform-refused', detail: 'the schema does not allow it' },
      delivered,
      { status: 'retry', trouble: 'item', reason: 'platform-unavailable', detail: 'busy' },
    ],
  });
});

test('a reason that echoes the consumer is not told', () => {
  const errors = [{ id: items[0]!.id, reason: 'WH-0 with mail@shop.example is unknown' }];
  expect(JSON.stringify(outbound.read(answer(200, { errors }), items))).not.toMatch(/WH-0|shop\.example/);
});

test.each([
  [410, 'endpoint-not-found'],
  [429, 'platform-throttled'],
  [503, 'platform-unavailable'],
  [401, 'credentials-refused'],
])('%i has the common meaning: everything waits (%s)', (status, reason) => {
  expect(outbound.read(answer(status), items)).toBeNull();
  expect(judgeStatus(answer(status), items, 0)).toMatchObject({
    outcomes: [{ status: 'retry', reason }, {}, {}],
  });
});
