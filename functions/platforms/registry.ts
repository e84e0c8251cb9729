import { bloomreach } from './bloomreach/platform';
import { braze } from './braze/platform';
import { klaviyo } from './klaviyo/platform';
import { mparticle } from './mparticle/platform';
import type { Platform, PlatformDirections } from './platform';
import { segment } from './segment/platform';
import { webhook } from './webhook/platform';

/** Every platform: one folder, one line. */
export const PLATFORMS: Readonly<Record<string, Platform>> = Object.fromEntries(
  [braze, segment, mparticle, bloomreach, klaviyo, webhook].map((platform) => [platform.name, platform]),
);

const directionsOf = ({ inbound, outbound }: Platform) => [
  ...(inbound ? (['inbound'] as const) : []),
  ...(outbound ? (['outbound'] as const) : []),
];

/** What the status routes tell of the platforms: it goes into each bundle's configuration, without the platforms' code. */
export const DIRECTIONS: PlatformDirections = Object.fromEntries(
  Object.values(PLATFORMS).map((platform) => [platform.name, directionsOf(platform)]),
);
