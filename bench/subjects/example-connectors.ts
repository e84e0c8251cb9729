import { checkConfig } from '../../functions/connectors/config-schema';
import type { OutboundSettings } from '../../functions/connectors/settings';
import type { Outbound } from '../../functions/platforms/outbound';
import { PLATFORMS } from '../../functions/platforms/registry';

export interface ExampleConnector {
  /** The platform's. */
  readonly name: string;
  readonly outbound: Outbound<OutboundSettings, unknown>;
  readonly settings: OutboundSettings;
}

/** One outbound connector per platform of the registry, with the platform's example settings and all defaults. */
export function exampleConnectors(): ExampleConnector[] {
  return Object.values(PLATFORMS).flatMap(({ name, outbound }) => {
    if (!outbound) return [];
    const connector = { id: 'bench', platform: name, direction: 'outbound', settings: outbound.example };
    const { connectors } = checkConfig(
      { air: { walletUrl: 'https://wallet.invalid/2.0' }, connectors: [connector] },
      `the example settings of ${name}`,
    );
    return [{ name, outbound, settings: connectors[0]?.settings as unknown as OutboundSettings }];
  });
}
