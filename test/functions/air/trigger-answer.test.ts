import * as fc from 'fast-check';
import { readTriggerAnswer } from '../../../functions/air/trigger-answer';

const NOW = Date.parse('2026-03-02T09:00:00Z');
const read = (status: number, body: unknown = {}, headers: Record<string, string> = {}) =>
  readTriggerAnswer({ status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }, NOW);

test('201 is issued, with the ids AIR gives, as text', () => {
  expect(read(201, { walletId: '77', walletTransactionId: 4242 })).toEqual({
    kind: 'issued',
    walletId: '77',
    walletTransactionId: '4242',
  });
});

test.each([
  [200, ''],
  [201, 'no json'],
  [201, '[]'],
  [202, 'null'],
])('%i with the body %j is issued all the same: the status says so', (status, body) => {
  expect(read(status, body)).toEqual({ kind: 'issued', walletId: null, walletTransactionId: null });
});

describe('404', () => {
  test.each([
    ['the identity', { message: 'Identity not found' }],
    ['the wallet', { errorMessage: 'No wallet for this identity' }],
    ['nothing', ''],
    ['nothing, as JSON', {}],
    ['nothing but a code of AIR', { errorCode: 'INF' }],
    ['both', { message: 'No campaign for the trigger of this wallet' }],
  ])('that speaks of %s: the consumer is unknown', (_, body) => {
    expect(read(404, body)).toMatchObject({ kind: 'refused', reason: 'consumer-not-found' });
  });

  test.each([
    ['the action', { message: 'Action reference not found' }],
    ['the trigger', { errorMessage: 'Unknown trigger' }],
    ['the campaign', { details: [{ message: 'No campaign with this reference' }] }],
  ])('that speaks of %s: the action reference is unknown', (_, body) => {
    expect(read(404, body)).toMatchObject({ kind: 'refused', reason: 'action-not-found' });
  });

  test("of a web server: AIR's address is wrong, and that is nobody's fault but the connector's", () => {
    const page = '<html><title>404 Not Found</title></html>';
    expect(read(404, page)).toMatchObject({ kind: 'later', reason: 'endpoint-not-found' });
    expect(read(404, 'nothing here', { 'content-type': 'text/html; charset=utf-8' })).toMatchObject({
      kind: 'later',
    });
  });

  test.each([
    ['Not Found', { message: 'Not Found' }],
    ['the path that was asked', { status: 404, error: 'Not Found', path: '/2.0/services/trigger' }],
    ['the path with escaped slashes', '{"error":"Not Found","path":"\\/2.0\\/services\\/trigger"}'],
    ['the address', { message: 'Not Found: https://wallet.sandbox.uk.eagleeye.com/services/trigger' }],
    ['a list', [{ error: 'Not Found' }]],
    ['null and more', 'null found'],
  ])("that does not tell, of %s, is one consumer's: it must not hold back the others", (_, body) => {
    expect(read(404, body)).toMatchObject({ kind: 'refused', reason: 'consumer-not-found' });
  });

  test.each([
    // Kong's, Express's, Go's and nginx ingress' own words.
    ['no Route matched', { message: 'no Route matched with those values' }],
    ['the method', 'Cannot POST /services/trigger'],
    ['a page', '404 page not found'],
    ['a backend', 'default backend - 404'],
    ['no resource', { errorCode: 'ROUTE', errorMessage: 'There is no such resource' }],
  ])('of a gateway that speaks of %s: the address is wrong, and no reward is refused for it', (_, body) => {
    expect(read(404, body)).toMatchObject({ kind: 'later', reason: 'endpoint-not-found' });
  });
});

test.each([400, 402, 409, 422])('%i is a refusal', (status) => {
  expect(read(status)).toMatchObject({ kind: 'refused', reason: 'reward-refused' });
});

test.each([
  [400, { message: 'Reference must be unique' }, true],
  [400, { message: 'A transaction with this reference already exists' }, true],
  [422, { errorCode: 'DUPLICATE_REFERENCE' }, true],
  [409, {}, true],
  [400, { message: 'The reward is out of stock' }, false],
  [400, { message: 'Campaign already ended' }, false],
  [404, { message: 'The action reference does not exist' }, false],
])('%i %j may be a used reference: %p', (status, body, used) => {
  expect(read(status, body)).toMatchObject({ usedReference: used });
});

test.each([401, 403])('%i: the credentials', (status) => {
  expect(read(status)).toMatchObject({ kind: 'later', reason: 'credentials-refused' });
});

test.each([301, 307, 405])('%i: the address', (status) => {
  expect(read(status)).toMatchObject({ kind: 'later', reason: 'endpoint-not-found' });
});

test('429 was not executed, and says when', () => {
  expect(read(429, {}, { 'retry-after': '12' })).toMatchObject({
    kind: 'later',
    reason: 'platform-throttled',
    delayMs: 12_000,
  });
});

test.each([408, 425, 500, 502, 503, 504])('%i: nobody knows', (status) => {
  expect(read(status)).toMatchObject({ kind: 'unknown' });
});

describe('207', () => {
  test('is its own case, with what AIR says of it and nothing of the consumer', () => {
    const body = {
      walletTransactionId: '4242',
      status: 'ERROR',
      identity: { value: 'jane@example.com', type: 'EMAIL' },
      consumer: { firstName: 'Jane' },
      accounts: [{ type: 'POINTS', errorCode: 'PARF', message: 'rollback for jane@example.com failed' }],
    };
    const verdict = read(207, body);
    expect(verdict).toMatchObject({ kind: 'partly' });
    const { detail } = verdict as { detail: string };
    expect(detail).toContain('"walletTransactionId":"4242"');
    expect(detail).toContain('"errorCode":"PARF"');
    expect(detail).not.toMatch(/jane/i);
  });

  test('its detail stays small', () => {
    const body = {
      accounts: Array.from({ length: 1000 }, () => ({ status: 'ERROR', accounts: [{ status: 'X' }] })),
    };
    expect((read(207, body) as { detail: string }).detail.length).toBeLessThan(600);
  });
});

test('no answer makes it throw, and no detail quotes a message', () => {
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 599 }), fc.oneof(fc.string(), fc.json()), (status, body) => {
      read(status, body);
    }),
  );
  const detail = (status: number) =>
    JSON.stringify(read(status, { errorCode: 'INF', message: 'C-4711 is unknown', code: 'C-4711 x' }));
  for (const status of [400, 401, 404, 429, 500]) {
    expect(detail(status)).toContain('INF');
    expect(detail(status)).not.toContain('4711');
  }
});
