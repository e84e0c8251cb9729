import type { Config } from '../functions/connectors/config';
import { checkConfig } from '../functions/connectors/config-schema';

/** The connectors of the bench. */
export const INBOUND = 'bench-rewards';
export const OUTBOUND = 'bench-news';

/** One connector in each direction, with Braze at the given address. */
export function benchConfig(stubUrl: string): Config {
  return checkConfig(
    {
      air: { walletUrl: `${stubUrl}/2.0` },
      connectors: [
        { id: INBOUND, platform: 'braze', direction: 'inbound', settings: {} },
        {
          id: OUTBOUND,
          platform: 'braze',
          direction: 'outbound',
          settings: { identityType: 'CUSTOMER_ID', currency: 'GBP', restUrl: stubUrl },
        },
      ],
    },
    'the configuration of the bench',
  );
}

/** The feed of `fanOutConfig`, and how many connectors may listen to it. */
export const FEED = 'bench';
export const FAN_OUT = [1, 2, 5, 10, 20, 50] as const;

/** Feeds `bench-<count>` for each of `FAN_OUT`, each with so many connectors. */
export function fanOutConfig(stubUrl: string): Config {
  const settings = { identityType: 'CUSTOMER_ID', currency: 'GBP', restUrl: stubUrl };
  const connectors = FAN_OUT.flatMap((count) =>
    Array.from({ length: count }, (_, index) => ({
      id: `${FEED}-${count}-of-${index}`,
      platform: 'braze',
      direction: 'outbound',
      feed: `${FEED}-${count}`,
      settings,
    })),
  );
  const feeds = FAN_OUT.map((count) => ({ id: `${FEED}-${count}` }));
  return checkConfig(
    { air: { walletUrl: `${stubUrl}/2.0` }, feeds, connectors },
    'the configuration of the bench',
  );
}
