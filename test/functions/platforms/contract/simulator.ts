/** A platform's simulator, whose rules were written apart from the connector, as the judge of what the connector sends. */
import fc from 'fast-check';
import { LOYALTY_EVENT_NAMES } from '../../../../functions/air/catalogue';
import type { OutboundSettings } from '../../../../functions/connectors/settings';
import type { HttpAnswer } from '../../../../functions/platforms/http';
import { judgeStatus } from '../../../../functions/platforms/http-answer';
import type { Item } from '../../../../functions/platforms/item';
import type { Outbound } from '../../../../functions/platforms/outbound';
import type { Platform } from '../../../../functions/platforms/platform';
import type { RunningPlatform } from '../../../../local/platforms/platform';
import { anyProperties, callsOf, loyaltyEvent } from './outbound';
import { toldBySamples } from './samples';
import { exampleSettings, variants } from './settings';

/** @param simulator that is running once tests are. */
export function simulatorContract(platform: Platform, simulator: () => RunningPlatform): void {
  const outbound = platform.outbound as Outbound<OutboundSettings, unknown>;

  async function send(items: readonly Item[], settings: OutboundSettings, again = false): Promise<void> {
    for (const call of callsOf(outbound, items, settings, again)) {
      const { url, method, headers, body } = outbound.authorize(
        outbound.request(call, settings),
        simulator().credentials,
      );
      const response = await fetch(url, { method, headers, body });
      const answer: HttpAnswer = {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: await response.text(),
      };
      const verdict = outbound.read(answer, call) ?? judgeStatus(answer, call, Date.now());
      expect(verdict).toEqual({ kind: 'items', outcomes: call.map(() => ({ status: 'delivered' })) });
    }
  }
  /** Those of the settings' shapes that report revenue, and the example. */
  const shapes = () =>
    [...variants(platform).keys()]
      .filter((change) => change === 'example' || change.includes('eCommerceEvents'))
      .map((change) => ({ ...(change === 'example' ? {} : JSON.parse(change)), ...simulator().settings }))
      .map((change) => exampleSettings(platform, change));

  test('its simulator takes every sample, and shows the profiles', async () => {
    for (const [round, settings] of shapes().entries()) {
      const items = toldBySamples(settings).flatMap(
        ({ events, profiles }) => outbound.items(events, profiles, settings).items,
      );
      // Samples that tell of the same joining tell it under the same id.
      await send([...new Map(items.map((item) => [item.id, item])).values()], settings, round > 0);
    }
    expect(Object.keys(simulator().profiles()).length).toBeGreaterThan(3);
  });

  test('its simulator takes whatever AIR may say', async () => {
    const settings = exampleSettings(platform, simulator().settings);
    const events = fc.sample(anyProperties, { numRuns: 80, seed: 20_260_701 }).map((properties, index) => {
      const name = LOYALTY_EVENT_NAMES[index % LOYALTY_EVENT_NAMES.length]!;
      return { ...loyaltyEvent(name, properties, settings), id: `7d0f:801:${name}:${index}` };
    });
    await send(outbound.items(events, [], settings).items, settings);
  });
}
