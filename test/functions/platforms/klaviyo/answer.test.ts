import type { HttpAnswer } from '../../../../functions/platforms/http';
import { judgeStatus } from '../../../../functions/platforms/http-answer';
import type { Item } from '../../../../functions/platforms/item';
import { arranged, event, events, itemsOf, outbound, profile } from './examples';

const bulk = arranged(itemsOf(events(24)).items);
const error = (code: string, pointer: string) => ({
  id: 'x',
  status: 400,
  code,
  title: 'Invalid input.',
  detail: "'ada@shop' is not a valid email",
  source: { pointer },
});
const answer = (status: number, ...errors: object[]): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/vnd.api+json' },
  body: errors.length > 0 ? JSON.stringify({ errors }) : '',
});
const at = (place: number, rest: string) => `/data/attributes/events-bulk-create/data/${place}${rest}`;
const read = (given: HttpAnswer, items: readonly Item[] = bulk) => outbound.read(given, items);

test('202 without a body is left to the common judgement: delivered', () => {
  expect(read(answer(202))).toBeNull();
  expect(judgeStatus(answer(202), bulk, 0)).toMatchObject({
    outcomes: bulk.map(() => ({ status: 'delivered' })),
  });
});

test('a bulk call that is refused names the bad items by pointer: they are guilty, the rest is not', () => {
  const verdict = read(
    answer(
      400,
      error('invalid', at(3, '/attributes/profile/data/attributes/email')),
      error('invalid', at(3, '/attributes/events/data/0/attributes/time')),
      error('required', at(17, '/attributes/events/data/0/attributes/metric')),
    ),
  );
  expect(verdict).toEqual({
    kind: 'refused',
    reason: 'platform-refused',
    detail: '400 invalid: email',
    guilty: [
      { index: 3, detail: '400 invalid: email' },
      { index: 17, detail: '400 required: metric' },
    ],
  });
});

test('profiles of an unsubscribe call are named in the same way', () => {
  const items = [1, 2].flatMap(
    (index) =>
      itemsOf([event('Loyalty Program Left', {}, { id: `l${index}`, walletId: `w${index}` })], [], {
        onLeave: 'unsubscribe',
        profileIdentifier: 'email',
        leaveListId: 'L',
      }).items[1]!,
  );
  const verdict = read(
    answer(400, error('invalid', '/data/attributes/profiles/data/1/attributes/email')),
    items,
  );
  expect(verdict).toMatchObject({ guilty: [{ index: 1 }] });
});

test.each([
  ['an error of the whole call', error('invalid', '/data/attributes/events-bulk-create')],
  ['an item that is not in the call', error('invalid', at(24, '/attributes'))],
  ['an error without a pointer', { code: 'invalid' }],
  [
    'a repeated unique_id, which is no bad item',
    error('duplicate', at(2, '/attributes/events/data/0/attributes/unique_id')),
  ],
])('%s beside a named one: nobody is guilty, the call is bisected', (_, other) => {
  const verdict = read(answer(400, error('invalid', at(3, '/attributes/profile')), other));
  expect(verdict).toMatchObject({ kind: 'refused' });
  expect(verdict).not.toHaveProperty('guilty');
});

test('a single event that is refused is told with code and field, and never with what Klaviyo echoes', () => {
  const { items } = itemsOf([event('Points Spent')]);
  const verdict = read(
    answer(400, error('invalid', '/data/attributes/profile/data/attributes/email')),
    items,
  );
  expect(verdict).toEqual({ kind: 'refused', reason: 'platform-refused', detail: '400 invalid: email' });
});

test('a code or pointer that is no name is not told', () => {
  const odd = error('ada@shop.example was refused', '/data/attributes/ada@shop.example');
  expect(read(answer(400, odd))).toMatchObject({ detail: '400 error' });
});

test('409 of a profile passes: another call is just creating it', () => {
  const { items } = itemsOf([], [profile()]);
  expect(read(answer(409, error('duplicate_profile', '/data/attributes')), items)).toEqual({
    kind: 'items',
    outcomes: [
      {
        status: 'retry',
        trouble: 'item',
        reason: 'platform-refused',
        detail: '409 duplicate_profile: attributes',
      },
    ],
  });
});

test('a deletion of somebody whom Klaviyo does not know has nothing left to do', () => {
  const { items } = itemsOf([event('Loyalty Program Left')], [], {
    onLeave: 'erase',
    profileIdentifier: 'email',
  });
  expect(read(answer(404, error('not_found', '/data')), items)).toEqual({
    kind: 'items',
    outcomes: [{ status: 'delivered' }],
  });
});

test('404 of anything else, and 404 without Klaviyo’s words, are a wrong address', () => {
  expect(read(answer(404, error('not_found', '/data')))).toBeNull();
  const { items } = itemsOf([event('Loyalty Program Left')], [], {
    onLeave: 'erase',
    profileIdentifier: 'email',
  });
  expect(read({ status: 404, headers: {}, body: '<html>' }, items)).toBeNull();
});

test.each([401, 403, 413, 429, 500, 503])('%i has the common meaning', (status) => {
  expect(read(answer(status, error('x', '/data')))).toBeNull();
});

test('429 waits as long as Klaviyo asks', () => {
  const throttled = { ...answer(429, error('throttled', '/data')), headers: { 'retry-after': '17' } };
  expect(judgeStatus(throttled, bulk, 0)).toMatchObject({
    outcomes: expect.arrayContaining([expect.objectContaining({ delayMs: 17_000, trouble: 'connector' })]),
  });
});
