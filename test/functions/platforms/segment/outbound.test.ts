import fc from 'fast-check';
import { batchItems } from '../../../../functions/delivery/batching';
import { judgeStatus } from '../../../../functions/platforms/http-answer';
import type { Item } from '../../../../functions/platforms/item';
import { toItems } from '../../../../functions/platforms/segment/items';
import { left, orderCompleted, outbound, profile, sample, settingsOf } from './examples';

const settings = settingsOf();
const { items } = toItems([orderCompleted], [profile], settings);
const erasure = toItems([left], [], settingsOf({ onLeave: 'erase' })).items;

describe('the request', () => {
  test.each([
    ['us', 'https://api.segment.io/v1/batch'],
    ['eu', 'https://events.eu1.segmentapis.com/v1/batch'],
  ])('of region %s goes to %s', (region, url) => {
    expect(outbound.request(items, settingsOf({ region }))).toMatchObject({ method: 'POST', url });
  });

  test('keeps the prefix of a custom address', () => {
    const own = settingsOf({ apiUrl: 'https://data.shop.example/segment/' });
    expect(outbound.request(items, own).url).toBe('https://data.shop.example/segment/v1/batch');
  });

  test('holds the events in order, and keeps them from the destinations that issue rewards', () => {
    const body = JSON.parse(outbound.request(items, settings).body);
    expect(body.batch.map((event: { type: string }) => event.type)).toEqual(['identify', 'track']);
    expect(body.integrations).toEqual({
      'Eagle Eye': false,
      'Eagle Eye (Actions)': false,
      'Eagle Eye Audiences': false,
    });
    expect(body.context.library.name).toBe('ee-connect');
  });

  test('holds no key until it is authorised, then the write key as user name of Basic authentication', () => {
    const request = outbound.request(items, settings);
    expect(JSON.stringify(request)).not.toContain('write-key');
    expect(outbound.authorize(request, { writeKey: 'write-key' }).headers).toEqual({
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from('write-key:').toString('base64')}`,
    });
  });

  test.each([
    ['us', 'https://api.segmentapis.com/regulations'],
    ['eu', 'https://eu1.api.segmentapis.com/regulations'],
  ])('that erases goes to the Public API of region %s, with its token', (region, url) => {
    const request = outbound.request(erasure, settingsOf({ region }));
    expect(request.url).toBe(url);
    expect(request.headers).toEqual({ 'content-type': 'application/vnd.segment.v1+json' });
    expect(JSON.parse(request.body)).toEqual({
      regulationType: 'DELETE_ONLY',
      subjectType: 'USER_ID',
      subjectIds: ['C-70041'],
    });
    const authorized = outbound.authorize(request, { writeKey: 'w', publicApiToken: 'p' });
    expect(authorized.headers.authorization).toBe('Bearer p');
  });
});

test('batches stay within 500 KB and 2,500 events, in UTF-8 bytes of the whole request', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 9_000 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(sizes, (lengths) => {
      const made: Item[] = lengths.map((length, index) => ({
        ...(items[1] as Item),
        id: `e${index}`,
        body: { ...(items[1]?.body as object), properties: { note: 'é'.repeat(length) } },
      }));
      const calls = batchItems(made, (target) => outbound.limits(target, settings));
      expect(calls.flat()).toEqual(made);
      for (const call of calls) {
        expect(Buffer.byteLength(outbound.request(call, settings).body)).toBeLessThanOrEqual(500_000);
        expect(call.length).toBeLessThanOrEqual(2_500);
      }
    }),
    { numRuns: 40 },
  );
});

test('the sample in samples/ is what is sent', () => {
  const commerce = settingsOf({ eCommerceEvents: true });
  const made = toItems([orderCompleted], [profile], commerce).items;
  expect(JSON.parse(outbound.request(made, commerce).body)).toEqual(sample('batch', 'outbound'));
});

test('an erasure and an event never share a call', () => {
  const calls = batchItems([...items, ...erasure], (target) => outbound.limits(target, settings));
  expect(calls.map((call) => call.map((item) => item.target))).toEqual([['batch', 'batch'], ['erase']]);
});

describe('answers', () => {
  const answer = (status: number, headers = {}, body = '{"success":true}') => ({ status, headers, body });
  const judged = (status: number, headers = {}, body?: string) =>
    outbound.read(answer(status, headers, body), items) ??
    judgeStatus(answer(status, headers, body), items, 0);

  test('200 is delivered: Segment says no more', () => {
    expect(judged(200)).toEqual({
      kind: 'items',
      outcomes: [{ status: 'delivered' }, { status: 'delivered' }],
    });
  });

  test('400 is bisected', () => {
    expect(judged(400, {}, '{"success":false,"message":"Exceeded max batch size"}')).toMatchObject({
      kind: 'refused',
    });
  });

  describe('429 of a quota of erasures that is used up', () => {
    const reset = { 'x-regulation-ratelimit-quota-reset': '1970-01-01T00:10:00.000Z' };
    const used = answer(429, { ...reset, 'x-regulation-ratelimit-remaining': '0' }, '');

    test('holds back the erasures alone, until the quota starts anew', () => {
      expect(outbound.read(used, erasure)).toEqual({
        kind: 'items',
        outcomes: [{ status: 'retry', trouble: 'item', reason: 'platform-throttled', detail: '429' }],
      });
      expect(outbound.retryAfterMs!(used, 60_000)).toBe(540_000);
      expect(outbound.retryAfterMs!(used, -86_400_000)).toBe(3_600_000);
    });

    test.each([
      ['some of it is left', { ...reset, 'x-regulation-ratelimit-remaining': '7' }],
      ['nothing is said of it', {}],
      ['when is no date', { 'x-regulation-ratelimit-quota-reset': '600' }],
    ])('is none where %s: the common judgement', (_, headers) => {
      expect(outbound.read(answer(429, headers), erasure)).toBeNull();
      expect(outbound.retryAfterMs!(answer(429, headers), 0)).toBeNull();
    });

    test('is none of a batch of events', () => {
      expect(outbound.read(used, items)).toBeNull();
    });
  });

  test.each([
    [{ 'retry-after': '30' }, 30_000],
    [{ 'x-ratelimit-reset': '12' }, 12_000],
  ])('429 waits as long as %p says', (headers, delayMs) => {
    expect(judged(429, headers)).toMatchObject({
      outcomes: [{ status: 'retry', trouble: 'connector', reason: 'platform-throttled', delayMs }, {}],
    });
  });
});
