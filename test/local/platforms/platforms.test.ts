/** What each platform brings to the local run, held against its folder in functions/. */
import { createHash } from 'node:crypto';
import { PLATFORMS } from '../../../functions/platforms/registry';
import { sameSecret } from '../../../functions/platforms/same-secret';
import { LOCAL_PLATFORMS } from '../../../local/platforms/registry';
import { makers } from '../../functions/platforms/build';
import { exampleInbound, exampleSettings } from '../../functions/platforms/contract/settings';

const KEY = createHash('sha256').update('key').digest('hex');

test('every platform has its part of the local run', () => {
  expect(Object.keys(LOCAL_PLATFORMS)).toEqual(Object.keys(PLATFORMS));
});

describe.each(Object.values(LOCAL_PLATFORMS))('$name', (local) => {
  const { inbound, outbound } = PLATFORMS[local.name]!;
  const inboundSettings = exampleInbound(PLATFORMS[local.name]!);

  function readAs(entryId: string, key = KEY) {
    const { headers, body } = local.entry(
      { identityValue: 'C-1', audience: 'Late delivery', action: 'LATE-DELIVERY', entryId },
      key,
    );
    const lower = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    const request = { headers: lower, raw: Buffer.from(body), text: body };
    return {
      authentic: inbound!.authenticate
        ? inbound!.authenticate(request, [KEY], inboundSettings)
        : sameSecret(lower['x-auth-token'], [KEY]),
      reading: inbound!.read(JSON.parse(body), request, inboundSettings),
    };
  }

  test('an entry is one reward, by the key of the connector', () => {
    const { authentic, reading } = readAs('e-1');
    expect(authentic).toBe(true);
    expect(readAs('e-1', 'x'.repeat(40)).authentic).toBe(false);
    expect(reading.errors).toEqual([]);
    expect(reading.rewards).toMatchObject([
      { identityValue: 'C-1', action: 'LATE-DELIVERY', reference: null },
    ]);
    expect(reading.rewards[0]!.source).toBeTruthy();
  });

  test('the same entry again is a repeat, another one is not', () => {
    const id = (entryId: string) => readAs(entryId).reading.rewards[0]?.platformId;
    expect(id('e-1')).toBe(id('e-1'));
    expect(id('e-1')).toMatch(/./);
    expect(id('e-1')).not.toBe(id('e-2'));
  });

  test('its simulator is reached with the settings and credentials it gives, and shows what came', async () => {
    const running = await local.start();
    try {
      const settings = exampleSettings(PLATFORMS[local.name]!, running.settings);
      const { event, profile } = makers({
        eventId: 'e',
        walletId: 'w',
        identity: 'C-1',
        at: '2026-05-01T10:00:00.000Z',
        attributes: { ee_points_balance: 7 },
      });
      const { items } = outbound!.items([event('Points Spent', { points: 3 })], [profile()], settings);
      for (const item of items) {
        const request = outbound!.authorize(outbound!.request([item], settings), running.credentials);
        const answer = await fetch(request.url, { ...request, headers: request.headers });
        expect(answer.status).toBeLessThan(300);
      }
      expect(running.profile('nobody')).toBeNull();
      expect(running.profile('C-1')).toMatchObject({
        attributes: { ee_points_balance: 7 },
        events: [{ name: 'EE Points Spent', properties: { points: 3 } }],
      });
      expect(Object.keys(running.profiles())).toEqual(['C-1']);
      expect(running.simulator.calls.map((call) => running.describe(call)).join(', ')).toMatch(
        /^1 (profile|customer update|identify call|attribute), 1 (event|track call)$/,
      );
    } finally {
      await running.simulator.close();
    }
  });
});
