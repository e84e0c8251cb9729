import { braze } from './braze/platform';
import type { Platform } from './platform';

/** Every platform: one folder, one line. */
export const PLATFORMS: Readonly<Record<string, Platform>> = Object.fromEntries(
  [braze].map((platform) => [platform.name, platform]),
);
