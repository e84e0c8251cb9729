import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../functions/connectors/config';

/** What the commands with `--local` need to find the local run: where its emulators are and what is in them. */
export interface LocalState {
  readonly pid: number;
  readonly apiUrl: string;
  /** As it runs: with the simulators' addresses, where there are any. No secret is in it. */
  readonly config: Config;
  readonly tableName: string;
  readonly queues: Readonly<
    Record<string, { readonly queueUrl: string; readonly deadLetterQueueUrl: string }>
  >;
  readonly secrets: Readonly<Record<string, string>>;
  readonly endpoints: { readonly sqs: string; readonly table: string; readonly secrets: string };
}

/** One local run at a time is known to the commands: the latest. */
const STATE_FILE = join(tmpdir(), 'ee-connect-local.json');

export function writeState(state: LocalState, file = STATE_FILE): void {
  writeFileSync(file, JSON.stringify(state), { mode: 0o600 });
}

/** The state of a run that is alive, or null. */
export function readState(file = STATE_FILE): LocalState | null {
  try {
    const state = JSON.parse(readFileSync(file, 'utf8')) as LocalState;
    process.kill(state.pid, 0);
    return state;
  } catch {
    return null;
  }
}

/** Takes the file away, unless another run has written its own meanwhile. */
export function removeState(file = STATE_FILE, pid = process.pid): void {
  try {
    if ((JSON.parse(readFileSync(file, 'utf8')) as LocalState).pid === pid) rmSync(file);
  } catch {
    // Already gone.
  }
}
