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
