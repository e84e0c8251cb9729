/**
 * `connectors.json`: AIR's addresses, the feeds and the connectors. It is checked at synth (`config-schema.ts`), copied
 * beside each bundle, and trusted at run time.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlatformDirections } from '../platforms/platform';

export interface AirConfig {
  /** Base URL of AIR's wallet API with its path prefix, for example `https://wallet.sandbox.uk.eagleeye.com/2.0`. */
  readonly walletUrl: string;
  /** Name of an existing secret; left out, the stack creates one without a value. */
  readonly secretName?: string;
}

/** An outbound address that AIR posts to once, for every outbound connector of the feed. */
export interface FeedConfig {
  readonly id: string;
  readonly secretName?: string;
}

export interface ConnectorConfig {
  /** Unique over both directions; stands in URLs, logs and metrics. */
  readonly id: string;
  readonly platform: string;
  readonly direction: 'inbound' | 'outbound';
  /** Outbound only: the feed it listens to, besides its own address. */
  readonly feed?: string;
  /** Messages stay on the queue until it is false again. */
  readonly paused: boolean;
  /** Deliver functions at a time, 2 to 1000. */
  readonly maxConcurrency: number;
  readonly secretName?: string;
  /** The common settings of the direction and the platform's own, side by side. */
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface Config {
  readonly air: AirConfig;
  readonly feeds: readonly FeedConfig[];
  readonly connectors: readonly ConnectorConfig[];
}

/** What lies beside a bundle. The platforms are told here, since a function may come without their code. */
export interface BundledConfig extends Config {
  readonly platforms: PlatformDirections;
}

/** The bundled configuration, as `config-schema.ts` left it: with defaults filled in. */
export function loadConfig(folder = process.env.LAMBDA_TASK_ROOT ?? '.'): BundledConfig {
  return JSON.parse(readFileSync(join(folder, 'connectors.json'), 'utf8')) as BundledConfig;
}
