/** The platforms that send the flat body, each with its own way to authenticate. */
import { createHash } from 'node:crypto';
import { PLATFORMS } from '../../../functions/platforms/registry';
import { sameSecret } from '../../../functions/platforms/same-secret';
import { bloomreach } from '../../../local/platforms/bloomreach';
import { klaviyo } from '../../../local/platforms/klaviyo';
import { webhook } from '../../../local/platforms/webhook';

const KEY = createHash('sha256').update('key').digest('hex');
const SETTINGS = { limits: { perActionPerHour: 1, perConsumerPerDay: 1 }, onUnknownOutcome: 'park' };
const platforms = [klaviyo, bloomreach, webhook];

function readAs(platform: (typeof platforms)[number], entryId: string, key = KEY) {
  const { headers, body } = platform.entry(
    { identityValue: 'C-1', audience: 'Late delivery', action: 'LATE-300', entryId },
    key,
  );
  const lower = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const request = { headers: lower, raw: Buffer.from(body), text: body };
  const inbound = PLATFORMS[platform.name]!.inbound!;
  return {
    authentic: inbound.authenticate
      ? inbound.authenticate(request, [KEY], SETTINGS)
      : sameSecret(lower['x-auth-token'], [KEY]),
    reading: inbound.read(JSON.parse(body), request, SETTINGS),
  };
}

describe.each(platforms)('$name', (platform) => {
  test('an entry of the local run is one reward, by the key of the connector', () => {
    const { authentic, reading } = readAs(platform, 'e-1');
    expect(authentic).toBe(true);
    expect(readAs(platform, 'e-1', 'x'.repeat(40)).authentic).toBe(false);
    expect(reading).toEqual({
      rewards: [
        {
          identityValue: 'C-1',
          action: 'LATE-300',
          platformId: 'e-1',
          reference: null,
          source: 'Late delivery',
        },
      ],
      errors: [],
    });
  });

  test('its simulator is reached with the settings and credentials it gives', async () => {
    const running = await platform.start();
    try {
      const outbound = PLATFORMS[platform.name]!.outbound!;
      const settings = {
        ...outbound.example,
        maxItems: 10,
        maxBytes: 20_000,
        onLeave: 'mark',
        ...running.settings,
      };
      const withDefaults = { profileIdentifier: 'external_id', customerId: 'registered', ...settings };
      const common = { walletId: 'w', identity: { type: 'CUSTOMER_ID', value: 'C-1' } };
      const at = '2026-05-01T10:00:00.000Z';
      const event = { ...common, id: 'e', name: 'Points Spent', platformName: 'EE Points Spent' };
      const { items } = outbound.items(
        [{ ...event, occurredAt: at, properties: { points: 3 } }],
        [{ ...common, id: 'p', asOf: at, attributes: { ee_points_balance: 7 } }],
        withDefaults,
      );
      for (const item of items) {
        const request = outbound.authorize(outbound.request([item], withDefaults), running.credentials);
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
        /^1 (profile|customer update), 1 event$/,
      );
    } finally {
      await running.simulator.close();
    }
  });
});
