import fc from 'fast-check';
import type { HttpAnswer } from '../../../../functions/platforms/http';
import { judgeStatus } from '../../../../functions/platforms/http-answer';
import { event, events, itemsOf, outbound } from './examples';

const { items } = itemsOf(events(3));
const answer = (status: number, body: unknown): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const read = (status: number, body: unknown, of = items) => outbound.read(answer(status, body), of);
const ok = { success: true };

test('each command has its result, by position', () => {
  const refused = { success: false, errors: ['At least one id should be specified.'] };
  expect(read(200, { results: [ok, refused, ok], start_time: 1.5, end_time: 1.6, success: true })).toEqual({
    kind: 'items',
    outcomes: [
      { status: 'delivered' },
      {
        status: 'reject',
        reason: 'platform-refused',
        detail: expect.stringContaining('At least one id should be specified'),
      },
      { status: 'delivered' },
    ],
  });
});

test('errors by field are read too, and what they echo is not told', () => {
  const refused = { success: false, errors: { customer_ids: ["Customer 'BR-1' is not valid"] } };
  const verdict = read(200, { results: [ok, refused, ok], success: true });
  expect(verdict).toMatchObject({ outcomes: [{}, { status: 'reject' }, {}] });
  expect(JSON.stringify(verdict)).not.toContain('BR-1');
});

test.each([
  ['fewer results than commands', { results: [ok], success: true }],
  ['more of them', { results: [ok, ok, ok, ok], success: true }],
  ['none', { success: true }],
  ['an HTML page', '<html>ok</html>'],
])('%s: what happened is not known, and it is sent again', (_, body) => {
  const unknown = { status: 'retry', trouble: 'connector', reason: 'platform-unavailable', unknown: true };
  expect(read(200, body)).toMatchObject({ outcomes: [unknown, unknown, unknown] });
});

test('a batch that is unsuccessful as a whole is refused: a repeat would not help', () => {
  expect(read(200, { success: false, errors: ['At least one id should be specified.'] })).toEqual({
    kind: 'refused',
    reason: 'platform-refused',
    detail: '200 At least one id should be specified.',
  });
});

test.each([
  ['Could not authenticate', 'credentials-refused'],
  ['Invalid project id', 'endpoint-not-found'],
])('400 "%s" is the connector’s trouble: no item is to blame', (error, reason) => {
  const trouble = { status: 'retry', trouble: 'connector', reason };
  expect(read(400, { success: false, error })).toMatchObject({ outcomes: [trouble, trouble, trouble] });
});

test.each([
  { success: false, message: 'Invalid JSON' },
  { success: false, errors: ['At least one id should be specified.'] },
  { success: false, error: 'Commands are malformed' },
])('400 %j is about the content: the common judgement bisects it', (body) => {
  expect(read(400, body)).toBeNull();
  expect(judgeStatus(answer(400, body), items, 0)).toMatchObject({ kind: 'refused' });
});

test.each([401, 403, 404, 429, 500, 502])(
  '%i has the common meaning: 429 loses data, so it is sent again',
  (status) => {
    expect(read(status, { success: false })).toBeNull();
    expect(judgeStatus(answer(status, {}), items, 0)).toMatchObject({
      outcomes: [{ status: 'retry', trouble: 'connector' }, {}, {}],
    });
  },
);

test('an anonymization is taken as a whole', () => {
  const left = itemsOf([event('Loyalty Program Left')], [], { onLeave: 'erase' }).items;
  expect(read(200, { success: true, bulk_id: 'b' }, left)).toEqual({
    kind: 'items',
    outcomes: [{ status: 'delivered' }],
  });
  expect(read(200, { success: false, errors: ['x'] }, left)).toMatchObject({ kind: 'refused' });
});

test('there is always one outcome for each item, whatever comes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 200, max: 599 }), fc.oneof(fc.jsonValue(), fc.string()), (status, body) => {
      const verdict = read(status, body);
      if (verdict?.kind === 'items') expect(verdict.outcomes).toHaveLength(items.length);
    }),
  );
});
