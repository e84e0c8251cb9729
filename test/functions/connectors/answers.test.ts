import { accepted, refused, replied } from '../../../functions/connectors/answers';
import { MessageTooLarge } from '../../../functions/connectors/message-encoding';
import { QueueUnavailable } from '../../../functions/connectors/queue';
import { asRefusal, badBody, Refusal } from '../../../functions/connectors/refusal';
import { SecretsUnavailable } from '../../../functions/connectors/secrets';

test('202 has the request id in header and body, and how many messages the queue has', () => {
  const answer = accepted('r-1', { accepted: 2, errors: [{ field: 'users[1].id', message: 'is missing' }] });
  expect(answer.statusCode).toBe(202);
  expect(answer.headers?.['x-request-id']).toBe('r-1');
  expect(JSON.parse(answer.body)).toEqual({
    requestId: 'r-1',
    accepted: 2,
    errors: [{ field: 'users[1].id', message: 'is missing' }],
  });
});

test('400 names the field', () => {
  const answer = refused('r-1', badBody('expected JSON, it is empty'));
  expect(answer.statusCode).toBe(400);
  expect(JSON.parse(answer.body)).toMatchObject({
    error: 'refused',
    errors: [{ field: 'body', message: 'expected JSON, it is empty' }],
  });
});

test('401 is the same whatever its reason', () => {
  const reasons = ['no-key', 'wrong-key', 'unknown-connector', 'secret-not-set-up'];
  const answers = reasons.map((reason) => refused('r-1', new Refusal('unauthorized', [], reason)));
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(answers[0]?.statusCode).toBe(401);
});

test('only 503 and 429 ask to come again', () => {
  const kinds = ['refused', 'unauthorized', 'too-large', 'unsupported', 'unavailable'] as const;
  const answers = kinds.map((kind) => refused('r', new Refusal(kind)));
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([400, 401, 413, 415, 503]);
  expect(answers.map(({ headers }) => headers?.['retry-after'])).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
    expect.stringMatching(/^\d+$/),
  ]);
  expect(replied('r', { statusCode: 503, body: {} }).headers?.['retry-after']).toMatch(/^\d+$/);
});

test('every answer is JSON and may not be cached, framed as something else, or sent without TLS', () => {
  for (const answer of [
    accepted('r', { accepted: 0 }),
    refused('r', new Refusal('unauthorized')),
    replied('r', { statusCode: 200, body: null }),
  ])
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'strict-transport-security': expect.stringContaining('max-age='),
    });
});

test("a platform's own answer keeps its code, headers and body", () => {
  const answer = replied('r-1', { statusCode: 200, headers: { 'X-Own': 'a' }, body: { success: false } });
  expect(answer).toMatchObject({ statusCode: 200, headers: { 'x-own': 'a', 'x-request-id': 'r-1' } });
  expect(answer.body).toBe('{"success":false}');
  const patient = replied('r-1', { statusCode: 503, headers: { 'Retry-After': '60' }, body: null });
  expect(Object.entries(patient.headers ?? {}).filter(([name]) => /retry-after/i.test(name))).toEqual([
    ['retry-after', '60'],
  ]);
});

describe('an error', () => {
  test.each([
    [new QueueUnavailable('news', 'TimeoutError'), 'unavailable', 'queue-unavailable'],
    [new SecretsUnavailable('down'), 'unavailable', 'secrets-unavailable'],
    [new MessageTooLarge(2_000_000), 'too-large', 'too-large'],
    [new TypeError('jane@shop.example is undefined'), 'unavailable', 'fault'],
    ['thrown text with jane@shop.example', 'unavailable', 'fault'],
    [undefined, 'unavailable', 'fault'],
  ])('%s becomes a refusal', (error, kind, reason) => {
    expect(asRefusal(error)).toMatchObject({ kind, reason });
  });

  test('that nobody foresaw tells the caller nothing, and the log where it came from', () => {
    const refusal = asRefusal(new TypeError('jane@shop.example is undefined'));
    const answer = refused('r-1', refusal);
    expect(JSON.stringify([answer, refusal])).not.toMatch(/jane|shop/);
    expect(answer.body).not.toMatch(/TypeError| at /);
    expect(refusal.detail).toMatch(/^TypeError at .*answers\.test\.ts:\d+/);
  });
});
