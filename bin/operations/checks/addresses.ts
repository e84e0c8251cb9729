import type { Config, ConnectorConfig } from '../../../functions/connectors/config';
import type { OutboundSettings } from '../../../functions/connectors/settings';
import type { NamedEvent } from '../../../functions/platforms/item';
import type { Outbound } from '../../../functions/platforms/outbound';
import { PLATFORMS } from '../../../functions/platforms/registry';

/** A host that EE Connect calls, and why. */
export interface Address {
  /** Scheme, host and port. */
  readonly origin: string;
  /** `AIR`, or connector ids. */
  readonly for: readonly string[];
}

/** Two events that make every platform use each of its addresses: news, and a consumer who leaves and may be erased. */
function samples({ identityType }: OutboundSettings): NamedEvent[] {
  const common = {
    occurredAt: '2026-01-01T00:00:00.000Z',
    walletId: '1',
    identity: { type: identityType, value: 'check' },
    properties: {},
  };
  return (['Reward Issued', 'Loyalty Program Left'] as const).map((name) => ({
    ...common,
    id: `check:1:${name}`,
    name,
    platformName: name,
  }));
}

/** Where a connector's calls go to, by making two that are not sent. */
function originsOf(connector: ConnectorConfig): string[] {
  const outbound: Outbound<OutboundSettings, unknown> | undefined = PLATFORMS[connector.platform]?.outbound;
  if (!outbound || connector.direction !== 'outbound') return [];
  const settings = connector.settings as unknown as OutboundSettings;
  const { items } = outbound.items(samples(settings), [], settings);
  return items.map((item) => new URL(outbound.request([item], settings).url).origin);
}

/** Every host that this configuration calls, each once. */
export function addressesOf(config: Config): Address[] {
  const origins = new Map<string, string[]>([[new URL(config.air.walletUrl).origin, ['AIR']]]);
  for (const connector of config.connectors)
    for (const origin of new Set(originsOf(connector)))
      origins.set(origin, [...(origins.get(origin) ?? []), connector.id]);
  return [...origins].map(([origin, of]) => ({ origin, for: of }));
}
