import fc from 'fast-check';
import type { HttpAnswer } from '../../../functions/platforms/http';
import { answerDetail, judgeStatus } from '../../../functions/platforms/http-answer';
import type { Item } from '../../../functions/platforms/item';
import type { CallVerdict, Outcome } from '../../../functions/platforms/outcome';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const item = (id: string): Item => ({
  id,
  kind: 'event',
  target: 'track',
  walletId: 'w',
  body: { external_id: id, first_name: 'Ottoline' },
});
const ITEMS = [item('one'), item('two')];
const answer = (status: number, body: unknown = '', headers: Record<string, string> = {}): HttpAnswer => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

/** The one outcome that all items share. */
function shared(verdict: CallVerdict): Outcome {
  if (verdict.kind !== 'items') throw new Error(`expected items, not ${verdict.kind}`);
  expect(verdict.outcomes).toHaveLength(ITEMS.length);
  expect(new Set(verdict.outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
  return verdict.outcomes[0]!;
}

test.each([200, 201, 202, 204, 207])('%i: delivered', (status) => {
  expect(shared(judgeStatus(answer(status), ITEMS, NOW))).toEqual({ status: 'delivered' });
});

test.each([
  [429, 'platform-throttled', false],
  [500, 'platform-unavailable', true],
  [502, 'platform-unavailable', true],
  [503, 'platform-unavailable', true],
  [504, 'platform-unavailable', true],
  [599, 'platform-unavailable', true],
  [408, 'platform-unavailable', false],
  [423, 'platform-unavailable', false],
  [425, 'platform-unavailable', false],
  [401, 'credentials-refused', false],
  [403, 'credentials-refused', false],
  [301, 'endpoint-not-found', false],
  [307, 'endpoint-not-found', false],
  [404, 'endpoint-not-found', false],
  [405, 'endpoint-not-found', false],
  [410, 'endpoint-not-found', false],
])('%i: the connector is in trouble, %s', (status, reason, unknown) => {
  const outcome = shared(judgeStatus(answer(status), ITEMS, NOW));
  expect(outcome).toMatchObject({ status: 'retry', trouble: 'connector', reason });
  expect('unknown' in outcome).toBe(unknown);
});

test.each([
  [400, 'platform-refused'],
  [402, 'platform-refused'],
  [409, 'platform-refused'],
  [413, 'item-too-large'],
  [415, 'platform-refused'],
  [422, 'platform-refused'],
  [501, 'platform-refused'],
])('%i: the call is refused for its content, %s', (status, reason) => {
  expect(judgeStatus(answer(status), ITEMS, NOW)).toMatchObject({ kind: 'refused', reason });
});

test.each([429, 503])('%i says how long to wait', (status) => {
  const verdict = judgeStatus(answer(status, '', { 'retry-after': '30' }), ITEMS, NOW);
  expect(shared(verdict)).toMatchObject({ delayMs: 30_000 });
});

test('a wait of nothing leaves it to the backoff', () => {
  expect(shared(judgeStatus(answer(429, '', { 'retry-after': '0' }), ITEMS, NOW))).not.toHaveProperty(
    'delayMs',
  );
});

test('every status has a verdict, and only 2xx delivers', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999 }), (status) => {
      const verdict = judgeStatus(answer(status), ITEMS, NOW);
      const delivered =
        verdict.kind === 'items' && verdict.outcomes.every((one) => one.status === 'delivered');
      expect(delivered).toBe(status >= 200 && status < 300);
      if (verdict.kind === 'items')
        for (const outcome of verdict.outcomes) expect(outcome.status).not.toBe('reject');
    }),
  );
});

describe('what is told of an answer', () => {
  test.each([
    ['a message', { message: 'Max Input Length Exceeded' }, '400 Max Input Length Exceeded'],
    ['an error', { error: { message: 'Bad syntax' } }, '400 Bad syntax'],
    [
      'the first of several errors',
      { errors: [{ detail: 'Invalid date' }, { detail: 'other' }] },
      '400 Invalid date',
    ],
    ['a code', { code: 'BAD_REQUEST' }, '400 BAD_REQUEST'],
    ['nothing known', { result: 7 }, '400'],
    ['an HTML page', '<html><body>Bad Request</body></html>', '400'],
    ['no body', '', '400'],
    ['a list', [{ message: 'Not allowed' }], '400 Not allowed'],
  ])('%s', (_, body, expected) => {
    expect(answerDetail(answer(400, body), ITEMS)).toBe(expected);
  });

  test('a plain text where the platform says it is one', () => {
    expect(answerDetail(answer(503, 'Service Unavailable', { 'content-type': 'text/plain' }), ITEMS)).toBe(
      '503 Service Unavailable',
    );
  });

  test('never a word of what was sent', () => {
    const body = { message: 'Ottoline is no valid first name for "one" or mail@shop.example' };
    expect(answerDetail(answer(400, body), ITEMS)).toBe('400 … is no valid first name for … or …');
  });

  test.each([401, 403])('%i: not even the message, which likes to echo the key', (status) => {
    const verdict = judgeStatus(answer(status, { message: 'Invalid API key sesame' }), ITEMS, NOW);
    expect(shared(verdict)).toMatchObject({ detail: `${status}` });
  });

  test('a message deep inside does not send it searching for ever', () => {
    const deep = JSON.parse(`${'{"errors":['.repeat(50)}"x"${']}'.repeat(50)}`);
    expect(answerDetail(answer(400, deep), ITEMS)).toBe('400');
  });
});
