/** What every platform's inbound direction has to keep, whatever the platform. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Outgoing } from '../../../../functions/connectors/queue';
import { InboundReceiver } from '../../../../functions/connectors/receive-inbound';
import type { InboundSettings } from '../../../../functions/connectors/settings';
import type {
  Inbound,
  InboundReading,
  InboundRequest,
  InboundResult,
} from '../../../../functions/platforms/inbound';
import type { Platform } from '../../../../functions/platforms/platform';
import { apiEvent } from '../../connectors/api-event';
import { inboundSamples } from './parts';
import { exampleInbound } from './settings';

const requestOf = (json: unknown): InboundRequest => {
  const text = JSON.stringify(json) ?? '';
  return { headers: {}, raw: Buffer.from(text), text };
};

/** Every place in a JSON value, by its path; the value itself too. */
function* places(
  json: unknown,
  path: readonly (string | number)[] = [],
): Generator<readonly (string | number)[]> {
  yield path;
  if (typeof json !== 'object' || json === null) return;
  for (const key of Object.keys(json))
    yield* places((json as Record<string, unknown>)[key], [...path, Array.isArray(json) ? Number(key) : key]);
}

/** A copy with another value at a place; `undefined` leaves it out. */
function changed(json: unknown, [key, ...rest]: readonly (string | number)[], value: unknown): unknown {
  if (key === undefined) return value;
  const copy = (Array.isArray(json) ? [...json] : { ...(json as object) }) as Record<
    string | number,
    unknown
  >;
  copy[key] = changed(copy[key], rest, value);
  return copy;
}

const OWN_BODY = join('samples', 'platforms', 'own-body.json');

const MARK = 'roe-jane-44871';
const ODD: readonly unknown[] = [
  undefined,
  null,
  '',
  ' ',
  MARK,
  `{{${MARK}}}`,
  MARK.repeat(1_000),
  0,
  -1,
  1e308,
  2 ** 60,
  true,
  false,
  [],
  {},
  [MARK],
  { [MARK]: MARK },
  { value: MARK, type: MARK, action: 'add' },
  [[[[[]]]]],
];

/** @param samples a folder with bodies that the platform sends; default the project's own for it. */
export function inboundContract(platform: Platform, samples?: string): void {
  const inbound = platform.inbound as Inbound<InboundSettings>;
  const settings = exampleInbound(platform);
  const read = (json: unknown): InboundReading => inbound.read(json, requestOf(json), settings);
  // Asked for by each test: without them only this platform's tests fail, and say what is missing.
  const bodies = () => inboundSamples(platform.name, samples);

  function check(json: unknown): void {
    const { rewards, errors, ignored } = read(json);
    for (const { identityValue, action, platformId, reference } of rewards) {
      for (const text of [identityValue, action]) {
        expect(typeof text).toBe('string');
        expect([text, text.length > 255]).toEqual([text.trim() || 'a text that is not blank', false]);
      }
      for (const key of [platformId, reference])
        expect(key === null || (typeof key === 'string' && key !== '')).toBe(true);
    }
    for (const { field, message } of errors)
      expect([typeof field, typeof message, field === '', message === '']).toEqual([
        'string',
        'string',
        false,
        false,
      ]);
    // Nothing may be lost without a word.
    expect(rewards.length + errors.length > 0 || ignored !== undefined).toBe(true);
    const request = requestOf(json);
    const results: InboundResult[] = [
      {
        kind: 'accepted',
        requestId: 'r',
        reading: { rewards, errors, ...(ignored !== undefined && { ignored }) },
      },
      { kind: 'refused', requestId: 'r', errors },
      { kind: 'unauthorized', requestId: 'r' },
      { kind: 'too-large', requestId: 'r' },
      { kind: 'unsupported', requestId: 'r' },
      { kind: 'unavailable', requestId: 'r' },
    ];
    for (const result of results) {
      const reply = inbound.reply?.(result, request);
      if (reply) expect(reply.statusCode).toBeGreaterThanOrEqual(200);
      // Whoever is told "later" has to come again.
      if (reply && result.kind === 'unavailable') expect([429, 503]).toContain(reply.statusCode);
    }
    inbound.greet?.(json, request, settings);
  }

  test('there are samples of what it sends', () => {
    expect(bodies().length).toBeGreaterThan(0);
  });

  test('JSON of any shape is read without throwing, and nothing is lost without a word', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 6 }), check), { numRuns: 300 });
  });

  test('each of them with anything wrong in it is read without throwing', () => {
    for (const [, body] of bodies())
      for (const path of places(body)) for (const value of ODD) check(changed(body, path, value));
  });

  test('no error says of whom', () => {
    for (const [, body] of bodies()) {
      const personal = [...places(body)].filter((path) =>
        /identity|user|value|email|phone/i.test(path.map(String).join('.')),
      );
      for (const path of personal)
        for (const value of [MARK.repeat(1_000), `{{${MARK}}}`, [MARK], { [MARK]: MARK }])
          expect(JSON.stringify(read(changed(body, path, value)).errors)).not.toContain(MARK);
    }
  });

  test('no identity with a control character, or half a character, goes to AIR', () => {
    for (const [, body] of bodies())
      for (const path of places(body))
        for (const value of ['A\nB', 'A\u0000B', 'A\ud83dB'])
          for (const { identityValue } of read(changed(body, path, value)).rewards)
            expect(identityValue).not.toBe(value);
  });

  test("EE Connect's own body is accepted on its address too", async () => {
    const key = 'an-external-key-of-thirty-two-characters';
    const sent: Outgoing[] = [];
    const connector = { id: 'rewards', platform: platform.name, direction: 'inbound', settings } as const;
    const secret = { externalKeys: [key] };
    const receiver = new InboundReceiver({
      config: {
        connectors: [{ ...connector, paused: false, maxConcurrency: 2 }],
        platforms: { [platform.name]: ['inbound'] },
      },
      platforms: { [platform.name]: platform },
      secretIds: new Map([['rewards', 'rewards']]),
      secrets: { get: async () => secret, refresh: async () => secret },
      queues: { send: async (_, messages) => void sent.push(...messages) },
    });
    const path = { platform: platform.name, connectorId: 'rewards' };
    const headers = { 'content-type': 'application/json', 'x-auth-token': key };
    const answer = await receiver.receive(apiEvent(path, readFileSync(OWN_BODY, 'utf8'), headers));
    expect([200, 202]).toContain(answer.statusCode);
    expect(sent).toHaveLength(1);
    const refused = await receiver.receive(
      apiEvent(path, readFileSync(OWN_BODY, 'utf8'), { ...headers, 'x-auth-token': 'no' }),
    );
    expect([refused.statusCode, sent.length]).toEqual([401, 1]);
  });

  test('without its key nobody is let in', () => {
    const request = requestOf(bodies()[0]?.[1]);
    const keys = ['an-external-key-of-thirty-two-characters'];
    const empty: Record<string, string>[] = [
      {},
      { 'x-auth-token': '' },
      { authorization: '' },
      { authorization: 'Basic ' },
      { authorization: 'Basic Og==' },
      { authorization: 'Token' },
      { 'x-signature': '' },
      { 'webhook-signature': 'v1,' },
    ];
    for (const headers of empty)
      for (const known of [keys, [], ['']])
        expect(inbound.authenticate?.({ ...request, headers }, known, settings) ?? false).toBe(false);
  });
}
