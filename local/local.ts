import type { Config } from '../functions/connectors/config';
import type { Endpoints } from './deployment';
import type { QueueEmulator, StandingMessage } from './emulators/queues';
import type { SecretsEmulator } from './emulators/secrets';
import type { TableEmulator } from './emulators/state-table';
import type { LambdaFunction } from './lambda/lambda-function';
import type { Logs } from './logs';
import type { RunningPlatform } from './platforms/platform';
import type { Poller } from './poller';
import type { AirSimulator } from './simulators/air';
import type { SimulatorsOptions } from './simulators-of';

/** What is run, and how. */
export interface LocalOptions {
  /** Checked by `checkConfig`. */
  readonly config: Config;
  /** Values by secret id (`air`, `feed/<id>`, a connector's id, or its `secretName`), over the simulators' own. */
  readonly secrets?: Readonly<Record<string, unknown>>;
  /** When those values were changed, in epoch ms; default now. */
  readonly secretsChangedMs?: number;
  /** False: AIR's and the platforms' addresses are those of the configuration. Default: simulators of all of them. */
  readonly simulators?: SimulatorsOptions | false;
  /** Of the gateway; default any free one. */
  readonly port?: number;
  /** Processes per function; default 2. */
  readonly concurrency?: number;
  /** Of the connectors' queues; default as deployed (six minutes): what a killed function had comes back after it. */
  readonly visibilitySeconds?: number;
  /** Between two runs of `subscription-expiry`; default five minutes, as deployed. */
  readonly expiryEveryMs?: number;
  /** Between two looks at what AWS itself would measure, written into the log; default: it is not measured. */
  readonly awsMetricsEveryMs?: number;
  /** Gets the functions' log lines as they come, besides the log file. */
  readonly onLog?: (text: string) => void;
}

/** The whole bundle, running on this machine: its parts for those who look on, and what steers it. */
export interface Local {
  readonly url: string;
  readonly config: Config;
  readonly endpoints: Endpoints;
  readonly air: AirSimulator | null;
  readonly platforms: Readonly<Record<string, RunningPlatform>>;
  readonly queues: QueueEmulator;
  readonly table: TableEmulator;
  readonly secrets: SecretsEmulator;
  /** By name: `inbound-receive`, `outbound-receive`, `subscription-expiry`, `<direction>-deliver-<connector id>`. */
  readonly functions: Readonly<Record<string, LambdaFunction>>;
  /** By connector id. */
  readonly pollers: Readonly<Record<string, Poller>>;
  readonly logs: Logs;
  deadLetters(connectorId: string): Promise<readonly StandingMessage[]>;
  /** Messages of a connector that are neither delivered nor dead-lettered. */
  waiting(connectorId: string): Promise<number>;
  /** Moves the clock of every function to `offsetMs` from the machine's. */
  moveClock(offsetMs: number): void;
  /** Runs `subscription-expiry` now, as the schedule does. */
  expire(): Promise<void>;
  /** Leaves nothing running but the log file. */
  stop(): Promise<void>;
}
