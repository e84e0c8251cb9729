/** How every platform has to read an answer that is not what it documents. */
import fc from 'fast-check';
import type { OutboundSettings } from '../../../../functions/connectors/settings';
import type { HttpAnswer } from '../../../../functions/platforms/http';
import { judgeStatus } from '../../../../functions/platforms/http-answer';
import type { Item } from '../../../../functions/platforms/item';
import type { Outbound } from '../../../../functions/platforms/outbound';
import type { CallVerdict } from '../../../../functions/platforms/outcome';
import type { Platform } from '../../../../functions/platforms/platform';
import { callsOf } from './outbound';
import { toldBySamples } from './samples';
import { exampleSettings } from './settings';

type AnyOutbound = Outbound<OutboundSettings, unknown>;

const NOW = Date.parse('2026-07-01T08:30:15Z');
const STATUSES = [
  200, 201, 202, 204, 207, 301, 302, 304, 400, 401, 403, 404, 405, 408, 409, 410, 413, 415, 422, 423, 425,
  429, 500, 501, 502, 503, 504, 520, 599,
];
const BODIES = [
  '',
  'null',
  'true',
  '0',
  '"success"',
  '[]',
  '{}',
  '{"message":"succ',
  '<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>',
  '\u0000\ufffd',
  '{"errors":null}',
  '{"errors":"wrong"}',
  '{"errors":[null,1,"x",[],{}]}',
  '{"errors":[{"index":-1},{"index":1e9,"input_array":"events"},{"source":{"pointer":"/data"}}]}',
  '{"results":[]}',
  '{"results":[null,1,{"success":"yes"}]}',
  '{"message":{"message":{"message":{}}}}',
  '{"__proto__":{"status":"delivered"}}',
  JSON.stringify({ message: 'x'.repeat(60_000) }),
  'y'.repeat(60_000),
];

const answered = (status: number, body: string, type = 'application/json'): HttpAnswer => ({
  status,
  headers: { 'content-type': type },
  body,
});

export function answerContract(platform: Platform): void {
  const outbound = platform.outbound as AnyOutbound;
  const settings = exampleSettings(platform);
  const calls = toldBySamples(settings).flatMap(({ events, profiles }) =>
    callsOf(outbound, outbound.items(events, profiles, settings).items, settings),
  );
  /** The largest calls, and one of a single item. */
  const largest = [...calls].sort((one, other) => other.length - one.length).slice(0, 2);
  largest.push([largest[0]![0]!]);
  const judged = (answer: HttpAnswer, items: readonly Item[]): CallVerdict =>
    outbound.read(answer, items) ?? judgeStatus(answer, items, NOW);

  function check(answer: HttpAnswer, items: readonly Item[]): void {
    const verdict = judged(answer, items);
    if (verdict.kind === 'items') {
      expect(verdict.outcomes).toHaveLength(items.length);
      const delivered = verdict.outcomes.some(({ status }) => status === 'delivered');
      if (answer.status < 200 || answer.status > 299) expect(delivered).toBe(false);
    } else for (const { index } of verdict.guilty ?? []) expect(items[index]).toBeDefined();
    const details = JSON.stringify(verdict);
    expect(details.length).toBeLessThan(1_000 * (items.length + 1));
  }

  test('no answer makes it throw, and none but a 2xx delivers', () => {
    for (const status of STATUSES)
      for (const body of BODIES)
        for (const type of ['application/json', 'text/plain'])
          for (const items of largest) check(answered(status, body, type), items);
  });

  test('JSON of any shape is read without throwing', () => {
    fc.assert(
      fc.property(fc.constantFrom(...STATUSES), fc.jsonValue({ maxDepth: 5 }), (status, json) => {
        for (const items of largest) check(answered(status, JSON.stringify(json)), items);
      }),
      { numRuns: 300 },
    );
  });

  test('JSON with the fields of answers, and the wrong things in them, is read without throwing', () => {
    const field = fc.constantFrom(
      'message',
      'errors',
      'error',
      'results',
      'success',
      'code',
      'detail',
      'source',
    );
    const odd = fc.letrec<{ odd: unknown }>((tie) => ({
      odd: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom<unknown>(null, 0, -1, 2 ** 60, '', 'success', 'queued', true, false, [], {}),
        fc.array(tie('odd'), { maxLength: 4 }),
        fc.dictionary(field, tie('odd'), { maxKeys: 5 }),
      ),
    })).odd;
    fc.assert(
      fc.property(fc.constantFrom(...STATUSES), odd, (status, json) => {
        for (const items of largest) check(answered(status, JSON.stringify(json) ?? ''), items);
      }),
      { numRuns: 300 },
    );
  });

  test('of what a platform echoes, nothing personal and no secret is told', () => {
    const person = 'jane.roe@shop.example';
    const echo = `user ${person} (+441632960961, CARD 6335 9012) has no key sk_live_83hf73hf`;
    /** In the places where platforms name a bad item: by position, by id, by pointer. */
    const bodies = (items: readonly Item[]) => [
      { message: echo },
      { errors: [{ type: echo, index: 0, input_array: 'events', detail: echo, code: echo, title: echo }] },
      { errors: items.map(({ id }) => ({ id, reason: echo, source: { pointer: `/data/${person}` } })) },
      { rejected: items.map(({ id }) => ({ key: id, why: echo })) },
      { success: false, error: echo, errors: [echo] },
      { results: items.map(() => ({ success: false, errors: [echo] })) },
    ];
    for (const status of STATUSES)
      for (const items of largest)
        for (const body of bodies(items)) {
          const told = JSON.stringify(judged(answered(status, JSON.stringify(body)), items));
          expect(told).not.toMatch(/jane|shop\.example|6335|960961|sk_live/);
        }
  });
}
