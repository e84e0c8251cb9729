import { bloomreach } from './bloomreach/platform';
import { braze } from './braze/platform';
import { klaviyo } from './klaviyo/platform';
import { mparticle } from './mparticle/platform';
import type { Platform } from './platform';
import { segment } from './segment/platform';
import { webhook } from './webhook/platform';

/** Every platform: one folder, one line. */
export const PLATFORMS: Readonly<Record<string, Platform>> = Object.fromEntries(
  [braze, segment, mparticle, bloomreach, klaviyo, webhook].map((platform) => [platform.name, platform]),
);
