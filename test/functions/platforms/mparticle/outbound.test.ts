import fc from 'fast-check';
import { checkConfig } from '../../../../functions/connectors/config-schema';
import { batchItems } from '../../../../functions/delivery/batching';
import { judgeStatus } from '../../../../functions/platforms/http-answer';
import type { Item, NamedEvent } from '../../../../functions/platforms/item';
import { toItems } from '../../../../functions/platforms/mparticle/items';
import { mparticle } from '../../../../functions/platforms/mparticle/platform';
import { couponRedeemed, left, orderCompleted, outbound, profile, sample, settingsOf } from './examples';

const settings = settingsOf();
const { items } = toItems([orderCompleted], [profile], settings);
const erasure = toItems([left], [], settingsOf({ onLeave: 'erase' })).items;
const credentials = { apiKey: 'key', apiSecret: 'secret', workspaceKey: 'wk', workspaceSecret: 'ws' };
const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;

describe('the request', () => {
  test.each(['us1', 'us2', 'eu1', 'au1'])('of pod %s goes to its address', (pod) => {
    expect(outbound.request(items, settingsOf({ pod })).url).toBe(
      `https://s2s.${pod}.mparticle.com/v2/events`,
    );
  });

  test('may go to another address, whose prefix stays', () => {
    const own = settingsOf({ apiUrl: 'https://mp.shop.example/s2s/', dsrUrl: 'https://mp.shop.example/dsr' });
    expect(outbound.request(items, own).url).toBe('https://mp.shop.example/s2s/v2/events');
    expect(outbound.request(erasure, own).url).toBe('https://mp.shop.example/dsr/v3/requests/');
  });

  test("holds no key until it is authorised: the input's for events, the workspace's for an erasure", () => {
    const request = outbound.request(items, settings);
    expect(JSON.stringify(request)).not.toContain('secret');
    expect(outbound.authorize(request, credentials).headers.authorization).toBe(basic('key:secret'));
    const erase = outbound.request(erasure, settings);
    expect(outbound.authorize(erase, credentials).headers.authorization).toBe(basic('wk:ws'));
  });
});

test('a batch stays below 128 KB with everything around it, and holds one consumer in order', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 4_000 }), { minLength: 1, maxLength: 120 });
  fc.assert(
    fc.property(sizes, (lengths) => {
      const events: NamedEvent[] = lengths.map((length, index) => ({
        ...orderCompleted,
        id: `${orderCompleted.id}-${index}`,
        properties: { note: 'é'.repeat(length) },
      }));
      const made = toItems(events, [profile], settings).items;
      const calls = batchItems(made, (target) => outbound.limits(target, settings));
      expect(calls.flat()).toEqual(made);
      for (const call of calls) {
        expect(Buffer.byteLength(outbound.request(call, settings).body)).toBeLessThan(128 * 1024);
        expect(call.length).toBeLessThanOrEqual(100);
      }
    }),
    { numRuns: 40 },
  );
});

test('the sample in samples/ is what is sent', () => {
  const commerce = settingsOf({ eCommerceEvents: true });
  const made = toItems([orderCompleted, couponRedeemed], [profile], commerce).items;
  expect(JSON.parse(outbound.request(made, commerce).body)).toEqual(sample('batch', 'outbound'));
});

describe('answers', () => {
  const judged = (of: readonly Item[], status: number, body = '', headers = {}) => {
    const answer = { status, headers, body };
    return outbound.read(answer, of) ?? judgeStatus(answer, of, 0);
  };

  test('202 is delivered', () => {
    expect(judged(items, 202)).toEqual({
      kind: 'items',
      outcomes: [{ status: 'delivered' }, { status: 'delivered' }],
    });
  });

  test('400 is bisected, and says why without telling values', () => {
    const message = 'Required event field "event_name" of "C-60012" is missing or empty.';
    expect(judged(items, 400, JSON.stringify({ errors: [{ code: 'BAD_REQUEST', message }] }))).toEqual({
      kind: 'refused',
      reason: 'platform-refused',
      detail: expect.stringMatching(/^400 .*event_name.*missing/),
    });
    const detail = judged(items, 400, JSON.stringify({ errors: [{ message }] }));
    expect(JSON.stringify(detail)).not.toContain('C-60012');
  });

  test('429 waits as long as it says', () => {
    expect(judged(items, 429, '', { 'retry-after': '7' })).toMatchObject({
      outcomes: [{ status: 'retry', trouble: 'connector', reason: 'platform-throttled', delayMs: 7_000 }, {}],
    });
  });

  test.each([401, 403])('%i is the credentials', (status) => {
    expect(judged(items, status)).toMatchObject({ outcomes: [{ reason: 'credentials-refused' }, {}] });
  });

  test.each([
    [400, '{"code":400,"message":"Subject request already exists."}'],
    [409, '{"code":409}'],
  ])('an erasure that mParticle has already (%i) is done', (status, body) => {
    expect(judged(erasure, status, body)).toEqual({ kind: 'items', outcomes: [{ status: 'delivered' }] });
    expect(judged(items, status, body)).toMatchObject({ kind: 'refused' });
  });

  test('another 400 of an erasure is refused', () => {
    expect(judged(erasure, 400, '{"message":"Invalid data was detected"}')).toMatchObject({
      kind: 'refused',
    });
  });
});

describe('settings', () => {
  const problems = (settings: unknown, direction: string) => {
    const connectors = [{ id: 'one', platform: 'mparticle', direction, settings }];
    try {
      checkConfig({ air: { walletUrl: 'https://wallet.example/2.0' }, connectors }, 'connectors.json', {
        mparticle,
      });
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };

  test('the examples are usable', () => {
    expect(problems(mparticle.outbound?.example, 'outbound')).toBe('');
    expect(problems(mparticle.inbound?.example, 'inbound')).toBe('');
  });

  test('a mistake names the field', () => {
    expect(problems({ ...outbound.example, pod: 'eu2' }, 'outbound')).toContain('connectors[0].settings.pod');
    expect(problems({ inboundIdentity: 'customer_id' }, 'inbound')).toContain('settings.inboundIdentity');
  });
});
