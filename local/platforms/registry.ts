import { bloomreach } from './bloomreach';
import { braze } from './braze';
import { klaviyo } from './klaviyo';
import { mparticle } from './mparticle';
import type { LocalPlatform } from './platform';
import { segment } from './segment';
import { webhook } from './webhook';

/** Every platform that the local run has a simulator of: one file, one line. */
export const LOCAL_PLATFORMS: Readonly<Record<string, LocalPlatform>> = Object.fromEntries(
  [braze, segment, mparticle, bloomreach, klaviyo, webhook].map((platform) => [platform.name, platform]),
);
