import type { Secret } from '../../connectors/secrets';
import type { OutboundSettings } from '../../connectors/settings';
import type { Outbound } from '../../platforms/outbound';
import { PLATFORMS } from '../../platforms/registry';

/** @throws Error that names the platform. */
export function outboundOf(name: string): Outbound<OutboundSettings, unknown> {
  const outbound = PLATFORMS[name]?.outbound;
  if (!outbound) throw new Error(`platform "${name}" has no outbound direction`);
  return outbound;
}

/** Reads a platform's credentials: they stand in the connector's secret beside its External Keys. */
export const platformCredentials =
  (platform: Outbound<OutboundSettings, unknown>) =>
  (secret: Secret): unknown | null => {
    const { externalKeys: _, ...fields } = secret ?? {};
    const result = platform.credentials.safeParse(fields);
    return result.success ? result.data : null;
  };
